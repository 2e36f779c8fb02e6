using Microsoft.EntityFrameworkCore.Migrations;

namespace Ops.RecordsArchive.Storage.Migrations
{
    /// <summary>
    /// Entries of task lists that were written as English sentences, before there were texts, get the code of what they
    /// say, with what stands in its places. A sentence that is none of ours stays as it is.
    /// </summary>
    public partial class TaskTitlesAreTexts : Migration
    {
        /// <summary>Each sentence as it was written, its code, and the places in the order of the sentence.</summary>
        internal const string Sql =
            """
            WITH known (sentence, code, places) AS (VALUES
                ('^Hand the papers of (\S+) over to (\S+)$',
                    'handover.task.hand-over', ARRAY['unit', 'owedTo']),
                ('^Accept or reject the papers of (\S+) from (\S+)$',
                    'handover.task.answer', ARRAY['unit', 'owedBy']),
                ('^Overdue: the papers of (\S+) for (\S+)$',
                    'handover.task.overdue', ARRAY['unit', 'owedTo']),
                ('^(\S+) has not handed over the papers of (\S+)$',
                    'handover.task.overdue-elsewhere', ARRAY['owedBy', 'unit']),
                ('^The papers of (\S+) are due with (\S+) in a working day$',
                    'handover.task.due-soon', ARRAY['unit', 'owedTo']),
                ('^The papers of (\S+) may be due: the year''s calendar is not published$',
                    'handover.task.may-be-due', ARRAY['unit']))
            UPDATE tasks.entries AS entry SET title = known.code, text = json_build_object(
                'code', known.code,
                'args', (
                    -- A department is a text of its own: its name in the reader's language.
                    SELECT json_object_agg(place, CASE
                        WHEN place = 'unit' THEN to_json(said)
                        ELSE json_build_object('code', 'department/' || said) END)
                    FROM unnest(known.places, regexp_match(entry.title, known.sentence)) AS arg (place, said)))
            FROM known WHERE entry.text IS NULL AND entry.title ~ known.sentence
            """;

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(Sql);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // What a text says can be read without the sentence that it was.
        }
    }
}
