using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ops.SalesControl.Storage.Migrations
{
    /// <inheritdoc />
    public partial class TaskTitlesAreTexts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // What was written into task lists as an English sentence is a text from now on, read in either language. A
            // sentence that is none of these stays one.
            migrationBuilder.Sql(
                """
                CREATE FUNCTION pg_temp.text_of(sentence text) RETURNS json LANGUAGE plpgsql AS $$
                DECLARE
                    known record;
                    said text[];
                    args json;
                BEGIN
                    FOR known IN SELECT * FROM (VALUES
                        -- Reservations
                        ('^Approve or refuse the reservation of (\S+)$',
                            'reservation.task.decide', ARRAY['unit'], ARRAY['text']),
                        ('^Approve or refuse that the reservation of (\S+) goes on$',
                            'reservation.task.decide-renewal', ARRAY['unit'], ARRAY['text']),
                        ('^(\S+) is reserved: note it on the board 销控表$',
                            'reservation.task.note-reserved', ARRAY['unit'], ARRAY['text']),
                        ('^The reservation of (\S+) goes on: note it on the board 销控表$',
                            'reservation.task.note-renewed', ARRAY['unit'], ARRAY['text']),
                        ('^The reservation of (\S+) is approved$',
                            'reservation.task.approved', ARRAY['unit'], ARRAY['text']),
                        ('^The reservation of (\S+) is refused: (.*)$',
                            'reservation.task.refused', ARRAY['unit', 'reason'], ARRAY['text', 'text']),
                        ('^The reservation of (\S+) has lapsed$', 'reservation.task.lapsed', ARRAY['unit'], ARRAY['text']),
                        ('^The reservation of (\S+) may go on$',
                            'reservation.task.may-go-on', ARRAY['unit'], ARRAY['text']),
                        ('^The renewal of (\S+) did not come about: (.*)$',
                            'reservation.task.renewal-ended', ARRAY['unit', 'why'], ARRAY['text', 'text']),
                        ('^The reservation of (\S+) goes on$', 'reservation.task.renewed', ARRAY['unit'], ARRAY['text']),
                        ('^The reservation of (\S+) is extended$',
                            'reservation.task.extended', ARRAY['unit'], ARRAY['text']),
                        ('^The offer of (\S+) was not taken up in time$',
                            'reservation.task.offer-lapsed', ARRAY['unit'], ARRAY['text']),
                        ('^The wait for (\S+) is closed: The unit was subscribed\.$',
                            'sale.task.wait-closed', ARRAY['unit'], ARRAY['text']),
                        ('^(\S+) is offered to your customer: bring the deposit receipt$',
                            'reservation.task.offered', ARRAY['unit'], ARRAY['text']),
                        ('^The offer of (\S+) reached nobody: (.*)$',
                            'reservation.task.undelivered', ARRAY['unit', 'why'], ARRAY['text', 'text']),
                        ('^The reservation of (\S+) ended: refund what its customer had paid first$',
                            'reservation.task.give-back', ARRAY['unit'], ARRAY['text']),
                        ('^The reservation of (\S+) ends in (\d+) hours: report whether the customer goes on$',
                            'reservation.task.report', ARRAY['unit', 'hours'], ARRAY['text', 'number']),
                        -- Sales
                        ('^(\S+) is paid on other days$', 'sale.task.other-days', ARRAY['unit'], ARRAY['text']),
                        ('^Others buy (\S+) 更名: its papers change$', 'sale.task.others-buy', ARRAY['unit'], ARRAY['text']),
                        ('^The sale of (\S+) is cancelled$', 'sale.task.cancelled', ARRAY['unit'], ARRAY['text']),
                        ('^The sale of (\S+) is forfeited$', 'sale.task.forfeited', ARRAY['unit'], ARRAY['text']),
                        ('^The sale of (\S+) goes on with (\S+)$',
                            'sale.task.swapped', ARRAY['unit', 'other'], ARRAY['text', 'text']),
                        ('^The contract of (\S+) is overdue: have it signed$',
                            'sale.task.contract-overdue', ARRAY['unit'], ARRAY['text']),
                        ('^The contract of (\S+) is to be signed by tomorrow$',
                            'sale.task.contract-tomorrow', ARRAY['unit'], ARRAY['text']),
                        ('^Instalment (\d+) of (\S+) is overdue: (\d+\.\d{2}) CNY$',
                            'sale.task.instalment-overdue', ARRAY['number', 'unit', 'open'], ARRAY['number', 'text', 'money']),
                        ('^Instalment (\d+) of (\S+) is to be paid by the end of (\d{4}-\d{2}-\d{2})$',
                            'sale.task.instalment-soon', ARRAY['number', 'unit', 'dueOn'], ARRAY['number', 'text', 'date']),
                        -- Batches
                        ('^Without a published price these did not come on sale with batch (\S+): (.*)$',
                            'batch.task.without-price', ARRAY['batch', 'units'], ARRAY['text', 'text']),
                        ('^(\d+) queue numbers of batch (\S+) chose nothing: refund their deposits$',
                            'batch.task.refund', ARRAY['count', 'batch'], ARRAY['number', 'text']),
                        ('^Queue number (\d+) of batch (\S+) is called: your customer chooses now$',
                            'queue-number.task.called', ARRAY['number', 'batch'], ARRAY['number', 'text']),
                        ('^Queue number (\d+) of batch (\S+) is given back, its deposit refunded: (.*)$',
                            'queue-number.task.returned', ARRAY['number', 'batch', 'reason'], ARRAY['number', 'text', 'text']),
                        -- Prices
                        ('^Approve or refuse version (\d+) of the price list$',
                            'prices.task.decide', ARRAY['version'], ARRAY['number']),
                        ('^Version (\d+) of the price list is approved$',
                            'prices.task.approved', ARRAY['version'], ARRAY['number']),
                        ('^Version (\d+) of the price list is refused: (.*)$',
                            'prices.task.refused', ARRAY['version', 'reason'], ARRAY['number', 'text']),
                        -- Letting
                        ('^The letting of (\S+) is yours now$', 'lease.task.yours', ARRAY['unit'], ARRAY['text']),
                        ('^The lease of (\S+) is over: renew it or end it$',
                            'lease.task.over', ARRAY['unit'], ARRAY['text']),
                        ('^The lease of (\S+) runs out in a month$', 'lease.task.runs-out', ARRAY['unit'], ARRAY['text']),
                        -- Changes: what is asked for is a text of its own
                        ('^Agree or refuse: (.*)$', 'change.task.decide', ARRAY['what'], ARRAY['what']),
                        ('^(.*): granted$', 'change.task.granted', ARRAY['what'], ARRAY['what']),
                        -- The reason comes after the first ": refused: ", which no "what" contains.
                        ('^(.*?): refused: (.*)$', 'change.task.refused', ARRAY['what', 'reason'], ARRAY['what', 'text']),
                        ('^What you asked for on (\S+) is not asked for any more: (.*)$',
                            'change.task.closed', ARRAY['unit', 'why'], ARRAY['text', 'text']),
                        ('^That (\S+) is put on sale$', 'withholding.what-put-on-sale', ARRAY['unit'], ARRAY['text']),
                        ('^That (\S+) is withheld from sale$', 'withholding.what-withhold', ARRAY['unit'], ARRAY['text']),
                        ('^An extension of the reservation of (\S+) by (\d+) hours$',
                            'extension.what', ARRAY['unit', 'hours'], ARRAY['text', 'number']),
                        ('^A late payment plan for (\S+), until (\d{4}-\d{2}-\d{2})$',
                            'late-payment.what', ARRAY['unit', 'until'], ARRAY['text', 'date']),
                        ('^A change of name of the sale of (\S+), to (\d+) buyers$',
                            'change-of-name.what', ARRAY['unit', 'count'], ARRAY['text', 'number']),
                        ('^A discount of (\d+(?:\.\d+)?) % on (\S+)$',
                            'discount.what', ARRAY['percent', 'unit'], ARRAY['number', 'text']),
                        ('^A swap of (\S+) for (\S+) with a discount of (\d+(?:\.\d+)?) %$',
                            'swap.what-with-discount', ARRAY['unit', 'other', 'discount'], ARRAY['text', 'text', 'number']),
                        ('^A swap of (\S+) for (\S+)$', 'swap.what', ARRAY['unit', 'other'], ARRAY['text', 'text']),
                        ('^The cancellation of the sale of (\S+): (\d+\.\d{2}) CNY back, (\d+\.\d{2}) CNY forfeited$',
                            'cancellation.what', ARRAY['unit', 'refund', 'forfeit'], ARRAY['text', 'money', 'money']),
                        ('^The forfeiture of the sale of (\S+): (\d+\.\d{2}) CNY back, (\d+\.\d{2}) CNY forfeited$',
                            'forfeiture.what', ARRAY['unit', 'refund', 'forfeit'], ARRAY['text', 'money', 'money'])
                        ) AS known (pattern, code, places, kinds)
                    LOOP
                        said := regexp_match(sentence, known.pattern);
                        CONTINUE WHEN said IS NULL;
                        SELECT json_object_agg(arg.place, CASE
                                WHEN arg.kind IN ('number', 'money') THEN to_json(arg.value::numeric)
                                WHEN arg.kind = 'what' THEN pg_temp.text_of(arg.value)
                                ELSE to_json(arg.value) END)
                            INTO args FROM unnest(known.places, known.kinds, said) AS arg (place, kind, value);
                        -- A change whose "what" is none of these stays the sentence that it was.
                        IF 'what' = ANY (known.kinds) AND json_typeof(args -> 'what') <> 'object' THEN
                            CONTINUE;
                        END IF;
                        RETURN json_build_object('code', known.code, 'args', args);
                    END LOOP;
                    RETURN NULL;
                END $$;

                UPDATE tasks.entries SET title = told.text ->> 'code', text = told.text
                FROM (SELECT id, pg_temp.text_of(title) AS text FROM tasks.entries WHERE text IS NULL) AS told
                WHERE entries.id = told.id AND told.text IS NOT NULL;

                DROP FUNCTION pg_temp.text_of(text);
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // A text is read as the sentence that it was.
        }
    }
}
