namespace Ops.Benchmarks;

/// <summary>The project whose units are sold in the rows: put into SalesControl's database as an import leaves them.</summary>
internal static class Estate
{
    public const string Project = "harbour-court";

    /// <summary>Units with the codes 1-1-<paramref name="from"/> and on, for sale.</summary>
    public static async Task AddUnitsAsync(Database sales, int from, int count)
    {
        await sales.ExecuteAsync("""
            INSERT INTO projects (code, name, time_zone, close_of_business, created_at, created_by)
            VALUES ('harbour-court', 'Harbour Court', 'Asia/Shanghai', '18:00', now(), 'bench') ON CONFLICT DO NOTHING
            """);
        await sales.ExecuteAsync(
            """
            INSERT INTO units (id, project, code, building, entrance, floor, room, kind, built_area, inside_area, state, since, waiting, registrations, version)
            SELECT gen_random_uuid(), 'harbour-court', '1-1-' || room, '1', '1', room / 10, room, 'Home', 89.12, 71.5, 'Available', now(), 0, 0, 0
            FROM generate_series($1, $1 + $2 - 1) AS room
            """,
            from, count);
        // Each lot of units comes with its own version of the price list, in force from before the measuring.
        await sales.ExecuteAsync("""
            WITH list AS (
                INSERT INTO price_lists (id, version, project, number, note, state, drafted_at, drafted_by, approved_at, approved_by, published_at, published_by, effective_at)
                SELECT gen_random_uuid(), 0, 'harbour-court', COALESCE(max(number), 0) + 1, 'bench', 'Published', now(), 'bench', now(), 'bench', now(), 'bench', now() - interval '1 day'
                FROM price_lists WHERE project = 'harbour-court'
                RETURNING id)
            INSERT INTO price_lines (price_list_id, unit_id, price)
            SELECT list.id, u.id, 2150000 FROM list, units u WHERE NOT EXISTS (SELECT FROM price_lines l WHERE l.unit_id = u.id)
            """);
    }

    public static string UnitPath(int unit) => $"/api/sales/projects/{Project}/units/1-1-{unit}";

    /// <summary>A reservation form as JSON.</summary>
    public static string Form(int customer) =>
        $$"""{"customer":{"name":"Customer {{customer}}","phone":"+86138{{customer:00000000}}"},"form":"F-{{customer}}","depositReceipt":"R-{{customer}}"}""";

    /// <summary>A signed agreement as JSON.</summary>
    public static string Agreement(int customer) => $$$"""{"agreementNumber":"A-{{{customer}}}","customer":{"name":"Customer {{{customer}}}","phone":"+86138{{{customer:00000000}}}"}}""";
}
