using Ops.TestSupport;

namespace Ops.SalesControl.Tests.OverHttp;

/// <summary>
/// What is left hanging: a task about what is over, money held for nothing, a question about what nobody can do any
/// more, a clock that runs for nobody. At no point of any history is there such a thing.
/// </summary>
internal static class Dangling
{
    private const string Things =
        """
        (SELECT '/api/sales/reservations/' || id AS path, ended_at FROM reservations
            UNION ALL SELECT '/api/sales/subscriptions/' || id, ended_at FROM subscriptions
            UNION ALL SELECT '/api/sales/leases/' || id, ended_at FROM leases
            UNION ALL SELECT '/api/sales/queue-numbers/' || id, ended_at FROM queue_numbers
            UNION ALL SELECT '/api/sales/changes/' || id, ended_at FROM change_requests
            UNION ALL SELECT '/api/sales/price-lists/' || id, published_at FROM price_lists
            UNION ALL SELECT '/api/sales/price-lists/' || id, '-infinity' FROM price_lists WHERE state = 'Dropped')
        """;

    private const string Unpriced =
        """
        (SELECT u.batch_id FROM units u WHERE u.state = 'Withheld' AND NOT EXISTS (SELECT FROM price_lines l
            JOIN price_lists p ON p.id = l.price_list_id WHERE l.unit_id = u.id AND p.state = 'Published'))
        """;

    private static readonly (string What, string Sql)[] All =
    [
        // What is told of the end itself comes with it; what is to be done about what is over there is none.
        (
            "a task about something that is over",
            $"""
            SELECT t.key FROM tasks.entries t JOIN {Things} thing ON thing.path = t.subject
                WHERE t.done_at IS NULL AND thing.ended_at IS NOT NULL AND (t.must_be_done OR t.at < thing.ended_at)
            """),
        (
            "a reservation to be decided on that is decided",
            """
            SELECT t.key FROM tasks.entries t JOIN reservations r ON t.key = 'approve/' || r.id
                WHERE t.done_at IS NULL AND r.state NOT IN ('Pending', 'RenewalPending')
            """),
        (
            "an offer that stands no more",
            """
            SELECT t.key FROM tasks.entries t JOIN reservations r ON t.subject = '/api/sales/reservations/' || r.id
                WHERE t.done_at IS NULL AND t.matter LIKE '%#offer/%' AND r.state <> 'Offered'
            """),
        (
            "a reminder of an end that is another by now, or that was reported on",
            """
            SELECT t.key FROM tasks.entries t JOIN reservations r ON t.key LIKE 'report/' || r.id || '/%'
                WHERE t.done_at IS NULL AND (t.due_at <> r.expires_at OR EXISTS (SELECT FROM reservations renewal
                    WHERE renewal.renews = r.id AND renewal.registered_at > t.at))
            """),
        (
            "a contract or an instalment that is not owed",
            """
            SELECT t.key FROM tasks.entries t JOIN subscriptions s ON t.subject = '/api/sales/subscriptions/' || s.id
                LEFT JOIN instalments i ON t.matter = t.subject || '#instalment/' || i.id
                WHERE t.done_at IS NULL AND ((t.matter LIKE '%#contract' AND s.contract_signed_at IS NOT NULL)
                    OR i.paid_at IS NOT NULL OR i.replaced_at IS NOT NULL)
            """),
        (
            "a last day of a lease that is another by now",
            """
            SELECT t.key FROM tasks.entries t JOIN leases l ON t.subject = '/api/sales/leases/' || l.id
                WHERE t.done_at IS NULL AND t.matter LIKE '%#to/%' AND t.matter NOT LIKE '%#to/' || l."to"
            """),
        (
            "a deposit that is held for nothing, and that nobody is to refund",
            """
            SELECT d.receipt FROM deposits d WHERE d.state = 'Held'
                AND NOT EXISTS (SELECT FROM reservations r WHERE r.id = d.reservation_id AND r.ended_at IS NULL)
                AND NOT EXISTS (SELECT FROM queue_numbers n JOIN batches b ON b.id = n.batch_id
                    WHERE n.id = d.queue_number_id AND n.ended_at IS NULL AND (b.state <> 'Open'
                    OR EXISTS (SELECT FROM tasks.entries t WHERE t.key = 'refund-queue/' || b.id
                        AND t.done_at IS NULL)))
                AND NOT EXISTS (SELECT FROM tasks.entries t WHERE t.key = 'give-back/' || d.reservation_id
                    AND t.permission = 'sales.deposit.refund' AND t.done_at IS NULL)
            """),
        (
            "a refund of what is not held",
            """
            SELECT t.key FROM tasks.entries t WHERE t.done_at IS NULL AND ((t.key LIKE 'give-back/%'
                AND NOT EXISTS (SELECT FROM deposits d WHERE t.key = 'give-back/' || d.reservation_id
                    AND d.state = 'Held')) OR (t.key LIKE 'refund-queue/%' AND NOT EXISTS (SELECT FROM queue_numbers n
                    WHERE t.key = 'refund-queue/' || n.batch_id AND n.ended_at IS NULL)))
            """),
        (
            "units without a price that are priced",
            $"""
            SELECT t.key FROM tasks.entries t WHERE t.done_at IS NULL AND t.key LIKE 'no-price/%'
                AND NOT EXISTS (SELECT FROM {Unpriced} u WHERE t.key = 'no-price/' || u.batch_id)
            """),
        (
            "a change that is asked for about what is over",
            """
            SELECT c.kind FROM change_requests c LEFT JOIN reservations r ON r.id = c.subject
                LEFT JOIN subscriptions s ON s.id = c.subject WHERE c.state = 'Pending'
                AND (r.ended_at IS NOT NULL OR s.ended_at IS NOT NULL
                    OR (s.state <> 'Subscribed' AND c.kind IN ('Swap', 'Forfeiture')) OR s.state = 'Delivered')
            """),
        (
            "an agreement that is asked for about what is over",
            $"""
            SELECT a.key FROM approvals.requests a JOIN {Things} thing ON thing.path = a.subject
                WHERE a.state = 'pending' AND thing.ended_at IS NOT NULL
            """),
        (
            "a clock that runs for what is over",
            """
            SELECT d.key FROM deadlines.deadlines d JOIN (
                SELECT 'reservation-lapse/' || id, ended_at IS NOT NULL FROM reservations
                UNION ALL SELECT 'offer-lapse/' || id, state <> 'Offered' FROM reservations
                UNION ALL SELECT 'contract-due/' || id, state <> 'Subscribed' FROM subscriptions
                UNION ALL SELECT 'instalment-due/' || id, paid_at IS NOT NULL OR replaced_at IS NOT NULL
                    FROM instalments
                UNION ALL SELECT 'lease-runs-out/' || id, ended_at IS NOT NULL FROM leases
                UNION ALL SELECT 'batch-opens/' || id, state = 'Open' FROM batches
                ) AS thing(key, is_over) USING (key)
                WHERE thing.is_over AND d.met_at IS NULL AND d.cancelled_at IS NULL
            """),
    ];

    private static readonly string Question = string.Join(
        "\nUNION ALL ", All.Select(one => $"SELECT '{one.What}: ' || key FROM ({one.Sql}) AS one(key)"));

    /// <summary>What hangs at this moment: one question, and so at one moment.</summary>
    public static Task<string[]> FindAsync(ServiceDatabase database) => database.QueryAsync<string[]>(
        $"SELECT COALESCE(array_agg(what), '{{}}') FROM ({Question}) AS found(what)");
}
