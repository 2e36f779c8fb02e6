using Npgsql;
using Ops.TestSupport;
using Xunit;

namespace Ops.Architecture.Tests;

/// <summary>
/// What each service's migrator makes: rows that refer to others, and the ways in which lists are asked for.
/// </summary>
[Collection(OnServers.Name)]
public sealed class SchemaTests(TestServers servers)
{
    /// <summary>What lists, commands and deadlines find rows by, beside keys and what refers to others.</summary>
    private static readonly Dictionary<string, string[]> AskedFor = new(StringComparer.Ordinal)
    {
        ["SalesControl"] =
        [
            "change_requests(subject)", "change_requests(unit_id)", "change_requests(project,id)",
            "change_requests(project,state,id)", "leases(unit_id)", "leases(project,id)", "reservations(project,id)",
            "reservations(project,state,id)", "subscriptions(discount_change_id)", "subscriptions(project,id)",
            "subscriptions(project,state,id)", "units(project,code)",
        ],
        ["RecordsArchive"] =
        [
            "handovers(owed_by,id)", "handovers(owed_to,id)", "handovers(state,id)", "handovers(cause_event)",
            "unit_files(project,unit)",
        ],
        ["ClientAttribution"] =
        [
            "absences(project,since)", "client_awards(project,client_id)", "client_facts(client_id,at)",
            "client_identifiers(project,hash)", "clients(household)", "clients(project,initials)",
            "clients(project,name)", "contacts(day_id,state)", "contacts(project,consultant,id)",
            "daily_reports(project,consultant,day)", "desk_days(project,day)", "disputes(project,id)",
        ],
        ["Identity"] = ["delegations(staff)", "delegations(to,until)", "leaves(staff,from)", "staff(number)"],
    };

    /// <summary>Sums, counts, shares, days and states that the database holds to what the models promise.</summary>
    private static readonly Dictionary<string, string[]> Checked = new(StringComparer.Ordinal)
    {
        ["SalesControl"] =
        [
            "buyers(share)", "change_requests(state)", "deposits(amount)", "deposits(state)", "instalments(amount)",
            "instalments(paid)", "leases(from)", "leases(to)", "price_lines(price)", "projects(standard_deposit)",
            "reservations(state)", "subscriptions(discount)", "units(registrations)", "units(waiting)",
        ],
        ["RecordsArchive"] = ["handovers(round)", "handovers(state)"],
        ["ClientAttribution"] =
        [
            "absences(kind)", "absences(until)", "client_awards(consultants)", "client_awards(kind)",
            "client_facts(kind)", "client_identifiers(kind)", "client_links(state)", "clients(kind)",
            "contacts(channel)", "contacts(state)", "daily_reports(calls)", "daily_reports(visits)",
            "desk_days(last_number)", "desk_days(next_for_calls)", "desk_days(next_for_visits)", "desk_seats(state)",
            "disputes(parties)", "disputes(state)",
        ],
        ["Identity"] = ["delegations(until)", "leaves(until)"],
    };

    public static TheoryData<string> Services => [.. AskedFor.Keys];

    /// <summary>As <c>handovers(owed_by,id,)</c>; an expression is in none.</summary>
    private const string Indexes =
        """
        SELECT indrelid::regclass || '(' || (
            SELECT string_agg(attname, ',' ORDER BY place) FROM pg_attribute
            JOIN unnest(string_to_array(indkey::text, ' ')::int2[]) WITH ORDINALITY AS key (number, place)
                ON attnum = number WHERE attrelid = indrelid) || ',)'
        FROM pg_index JOIN pg_class ON pg_class.oid = indrelid WHERE relnamespace = 'public'::regnamespace
        """;

    [Theory]
    [MemberData(nameof(Services))]
    public async Task No_row_goes_with_another_and_what_refers_to_another_is_found_by_it(string service)
    {
        var (setting, _) = await Departments.StartAsync(servers, service);
        Assert.Empty(await ReadAsync(setting.Admin, KeysThat("confdeltype NOT IN ('a', 'r')")));
        // Another table's row is looked for by every deletion, and by whoever asks what belongs to it.
        Assert.Empty(await ReadAsync(setting.Admin, KeysThat(
            """
            NOT EXISTS (SELECT FROM pg_index WHERE indrelid = conrelid
                AND (string_to_array(indkey::text, ' ')::int2[])[1:cardinality(conkey)] @> conkey)
            """)));
        Assert.NotEmpty(await ReadAsync(setting.Admin, KeysThat("true")));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Each_way_of_asking_has_its_index(string service)
    {
        var (setting, _) = await Departments.StartAsync(servers, service);
        var indexes = await ReadAsync(setting.Admin, Indexes);
        Assert.Empty(AskedFor[service].Where(asked => !indexes.Any(
            index => index.StartsWith($"{asked[..^1]},", StringComparison.Ordinal))));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task What_the_models_promise_of_sums_counts_and_states_the_database_checks(string service)
    {
        var (setting, _) = await Departments.StartAsync(servers, service);
        var found = await ReadAsync(
            setting.Admin,
            """
            SELECT conrelid::regclass || '(' || attname || ')' FROM pg_constraint
            JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY (conkey)
            WHERE contype = 'c' AND connamespace = 'public'::regnamespace
            """);
        Assert.Empty(Checked[service].Except(found, StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_database_takes_a_granted_discount_for_one_sale_alone()
    {
        var (setting, _) = await Departments.StartAsync(servers, "SalesControl");
        Assert.Contains(
            "subscriptions(discount_change_id,)",
            await ReadAsync(setting.Admin, $"{Indexes} AND indisunique AND indpred IS NULL"));
    }

    private static string KeysThat(string condition) =>
        $"SELECT conrelid::regclass || ' ' || conname FROM pg_constraint WHERE contype = 'f' AND {condition}";

    private static async Task<List<string>> ReadAsync(string admin, string sql)
    {
        await using var connection = new NpgsqlConnection(admin + ";Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var found = new List<string>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            if (!await reader.IsDBNullAsync(0, TestContext.Current.CancellationToken))
                found.Add(reader.GetString(0));
        }

        return found;
    }
}
