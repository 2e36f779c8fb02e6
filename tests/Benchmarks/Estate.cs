using Ops.Benchmarks.Load;

namespace Ops.Benchmarks;

/// <summary>
/// The project whose units are sold in the rows: put into SalesControl's database as an import leaves them.
/// </summary>
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
            INSERT INTO units (id, project, code, building, entrance, floor, room, kind, built_area, inside_area, state,
                since, waiting, registrations, version)
            SELECT gen_random_uuid(), 'harbour-court', '1-1-' || room, '1', '1', room / 10, room, 'home', 89.12, 71.5,
                'Available', now(), 0, 0, 0
            FROM generate_series($1, $1 + $2 - 1) AS room
            """,
            from, count);
        // Each lot of units comes with its own version of the price list, in force from before the measuring.
        await sales.ExecuteAsync("""
            WITH list AS (
                INSERT INTO price_lists (id, version, project, number, note, state, drafted_at, drafted_by, approved_at,
                    approved_by, published_at, published_by, effective_at)
                SELECT gen_random_uuid(), 0, 'harbour-court', COALESCE(max(number), 0) + 1, 'bench', 'Published', now(),
                    'bench', now(), 'bench', now(), 'bench', now() - interval '1 day'
                FROM price_lists WHERE project = 'harbour-court'
                RETURNING id)
            INSERT INTO price_lines (price_list_id, unit_id, price)
            SELECT list.id, u.id, 2150000 FROM list, units u WHERE NOT EXISTS (SELECT FROM price_lines l
                WHERE l.unit_id = u.id)
            """);
    }

    /// <summary>
    /// A project of 2 000 units as it stands in the middle of its sale: ten buildings of 25 floors and eight rooms a
    /// floor, a price of its own each, two thirds held or sold to customers with names. What is for sale is in order;
    /// what is held or sold has what the board shows of it.
    /// </summary>
    public static async Task AddBoardAsync(Database sales, string project)
    {
        await sales.ExecuteAsync(
            """
            INSERT INTO projects (code, name, time_zone, close_of_business, created_at, created_by)
                VALUES ($1, $1, 'Asia/Shanghai', '18:00', now(), 'bench')
            """,
            project);
        await sales.ExecuteAsync(
            """
            WITH plan AS (
                SELECT n, 1 + n / 200 AS building, 1 + n % 200 / 8 AS floor, 1 + n % 8 AS room, n * 7919 % 100 AS fate
                    FROM generate_series(0, 1999) AS n),
            people AS (
                INSERT INTO customers (id, created_at, created_by, name, phone, project, version)
                SELECT gen_random_uuid(), now(), 'bench', substr('王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗', 1 + n % 20, 1) ||
                    substr('伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚', 1 + n * 7 % 20, 1) || substr('文国建华志海玉秀春晓', 1 + n * 3 % 10, 1),
                    '+86139' || lpad(n::text, 8, '0'), $1, 0
                FROM plan WHERE fate >= 35
                RETURNING id, right(phone, 8)::int AS n)
            INSERT INTO units (id, project, code, building, entrance, floor, room, kind, built_area, inside_area,
                layout, orientation, state, since, until, consultant, holder_id, waiting, registrations, version)
            SELECT gen_random_uuid(), $1, building || '-1-' || floor || lpad(room::text, 2, '0'), building::text, '1',
                floor, floor || lpad(room::text, 2, '0'), 'home', 78.5 + 7.31 * room, 62.1 + 5.9 * room,
                (ARRAY['两室一厅', '三室两厅', '四室两厅', '三室一厅'])[1 + room % 4], (ARRAY['南', '南北', '东南', '西'])[1 + room % 4],
                CASE WHEN fate < 10 THEN 'Withheld' WHEN fate < 35 THEN 'Available' WHEN fate < 45 THEN 'Reserved'
                    WHEN fate < 80 THEN 'Subscribed' ELSE 'Contracted' END,
                now() - n * interval '37 minutes 11 seconds', CASE WHEN fate BETWEEN 35 AND 44 THEN now() +
                    interval '300 days' + n * interval '97 seconds' END,
                CASE WHEN fate >= 35 THEN 'consultant-' || 1 + n % 40 END, people.id, CASE
                    WHEN fate BETWEEN 35 AND 44 THEN n % 5 ELSE 0 END, 0, n % 30
            FROM plan LEFT JOIN people USING (n)
            """,
            project);
        await sales.ExecuteAsync(
            """
            WITH list AS (
                INSERT INTO price_lists (id, version, project, number, note, state, drafted_at, drafted_by, approved_at,
                    approved_by, published_at, published_by, effective_at)
                VALUES (gen_random_uuid(), 0, $1, 1, 'bench', 'Published', now(), 'bench', now(), 'bench', now(),
                    'bench', now() - interval '1 day')
                RETURNING id)
            INSERT INTO price_lines (price_list_id, unit_id, price)
            SELECT list.id, u.id, round(u.built_area * (24000 + 130 * u.floor + 310 * u.building::int))
                FROM list, units u WHERE u.project = $1
            """,
            project);
        await sales.ExecuteAsync("VACUUM ANALYZE units, customers, price_lines");
    }

    /// <summary>What is for sale in a project, so many units of it.</summary>
    public static async Task<string[]> AvailableAsync(Database sales, string project, int count) =>
        await sales.QueryAsync<string[]>(
            """
            SELECT array_agg(code) FROM (SELECT code FROM units WHERE project = $1 AND state = 'Available'
                ORDER BY code LIMIT $2) AS one
            """,
            project, count) is var found
            && found.Length == count
            ? found : throw new InvalidOperationException($"There are fewer than {count} units for sale in {project}.");

    public static string UnitPath(int unit) => $"/api/sales/projects/{Project}/units/1-1-{unit}";

    public static string UnitPath(string project, string unit) => $"/api/sales/projects/{project}/units/{unit}";

    /// <summary>A reservation form as JSON.</summary>
    public static string Form(int customer) =>
        $$"""
        {"customer":{"name":"Customer {{customer}}","phone":"+86138{{customer:00000000}}"},"form":"F-{{customer}}",
        "depositReceipt":"R-{{customer}}"}
        """;

    /// <summary>Registers a reservation of a unit that is for sale.</summary>
    /// <exception cref="WrongOutcomeException">It was refused.</exception>
    public static async Task RegisterAsync(
        HttpConnection caller, string token, string project, string unit, int customer) => await caller.SendAsync(
        HttpConnection.Request(
            "POST", $"{UnitPath(project, unit)}/reservations", token, Form(customer), $"Idempotency-Key: bench-{unit}"),
        201);

    /// <summary>A signed agreement as JSON.</summary>
    public static string Agreement(int customer) =>
        $$$"""
        {"agreementNumber":"A-{{{customer}}}","customer":{"name":"Customer {{{customer}}}",
        "phone":"+86138{{{customer:00000000}}}"}}
        """;
}
