using NodaTime;
using Npgsql;
using Ops.Platform.Rules;
using Ops.Platform.Tests.Time;
using Ops.Platform.WorkingTime;
using Ops.TestSupport;
using Xunit;

namespace Ops.Platform.Tests.WorkingDays;

public sealed class CalendarStoreTests(TestServers servers) : IDisposable
{
    private const string NewYear = """{"date":"2027-01-01","name":"元旦"}""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ops-calendar-");
    private readonly DirectoryInfo _otherFolder = Directory.CreateTempSubdirectory("ops-calendar-");

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _otherFolder.Delete(recursive: true);
    }

    [Fact]
    [Rule("T-2")]
    public async Task The_years_that_came_with_the_program_are_in_the_database_once_for_all_replicas_after_the_start()
    {
        var office = await Office.OpenAsync(servers);
        await using var one = await office.StartAsync();
        await using var other = await office.StartAsync();

        await Wait.UntilAsync(
            () => Calendar(one).Version > 0 && Calendar(one).Version == Calendar(other).Version,
            "one calendar in both replicas");
        Assert.Equal(3, await office.CountAsync("calendar.years"));
    }

    [Fact]
    [Rule("T-2")]
    public async Task A_new_years_file_in_the_folder_comes_into_force_in_every_replica_without_a_restart()
    {
        var office = await Office.OpenAsync(servers);
        await using var watching = await office.StartAsync(settings: $"--Calendar:Folder={_folder.FullName}");
        await using var other = await office.StartAsync();
        await Wait.UntilAsync(() => Calendar(other).Version > 0, "the built-in years");
        Assert.False(Calendar(other).IsCertain(2027));

        Write(_folder, "2027.json", NewYear);

        await Wait.UntilAsync(
            () => Calendar(watching).IsCertain(2027) && Calendar(other).IsCertain(2027), "2027 in both replicas");
        Assert.False(Calendar(other).IsWorkingDay(new LocalDate(2027, 1, 1)));
        Assert.Equal(Calendar(watching).Version, Calendar(other).Version);
    }

    [Fact]
    public async Task Replicas_that_are_handed_a_corrected_file_one_after_the_other_do_not_undo_it()
    {
        var office = await Office.OpenAsync(servers);
        Write(_folder, "2027.json", NewYear);
        Write(_otherFolder, "2027.json", NewYear);
        await using var first = await office.StartAsync(settings: $"--Calendar:Folder={_folder.FullName}");
        await using var second = await office.StartAsync(settings: $"--Calendar:Folder={_otherFolder.FullName}");
        await RefreshAsync(first, second);

        Write(_folder, "2027.json", NewYear + """,{"date":"2027-02-05","name":"春节"}""");
        for (var look = 0; look < 3; look++)
            await RefreshAsync(first, second);

        Assert.False(Calendar(second).IsWorkingDay(new LocalDate(2027, 2, 5)));
        Assert.Equal(2, await office.CountAsync("calendar.years WHERE year = 2027"));

        // Nor does one that starts while it still has the old file.
        await using var third = await office.StartAsync(settings: $"--Calendar:Folder={_otherFolder.FullName}");
        await RefreshAsync(third, first);
        Assert.Equal(2, await office.CountAsync("calendar.years WHERE year = 2027"));

        // What an operator takes back, counts.
        Write(_folder, "2027.json", NewYear);
        await RefreshAsync(first, second);
        Assert.True(Calendar(second).IsWorkingDay(new LocalDate(2027, 2, 5)));
    }

    [Fact]
    public async Task Files_that_are_refused_do_not_keep_the_good_ones_out_and_of_two_for_a_year_the_first_counts()
    {
        var office = await Office.OpenAsync(servers);
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "0-broken.json"), "not json");
        await File.WriteAllTextAsync(
            Path.Combine(_folder.FullName, "1-far.json"),
            """{"year":99999,"source":"s","holidays":[],"workingDays":[]}"""
        );
        Write(_folder, "2027-a.json", NewYear);
        Write(_folder, "2027-b.json", NewYear + """,{"date":"2027-02-05","name":"春节"}""");
        await using var replica = await office.StartAsync(settings: $"--Calendar:Folder={_folder.FullName}");
        for (var look = 0; look < 3; look++)
            await RefreshAsync(replica);

        Assert.True(Calendar(replica).IsCertain(2027));
        Assert.True(Calendar(replica).IsWorkingDay(new LocalDate(2027, 2, 5)));
        Assert.Equal(4, await office.CountAsync("calendar.years"));
    }

    [Fact]
    public async Task The_service_may_add_a_years_version_and_neither_change_nor_delete_one()
    {
        var office = await Office.OpenAsync(servers);
        await using var service = NpgsqlDataSource.Create(office.Runtime);

        foreach (
            var statement in new[]
            {
                "UPDATE calendar.years SET source = ''",
                "DELETE FROM calendar.years",
                "TRUNCATE calendar.years",
            })
        {
            await using var command = service.CreateCommand(statement);
            Assert.Equal(
                PostgresErrorCodes.InsufficientPrivilege,
                (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState);
        }
    }

    private static WorkingCalendar Calendar(OfficeReplica replica) => replica.Get<IWorkingCalendars>().Current;

    private static async Task RefreshAsync(params OfficeReplica[] replicas)
    {
        foreach (var replica in replicas)
            await replica.Get<IWorkingCalendars>().RefreshAsync(CancellationToken.None);
    }

    // Written beside and moved, as a ConfigMap's link is: no reader sees half a file.
    private static void Write(DirectoryInfo folder, string name, string holidays)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(
            path + ".new",
            $$"""{"year":2027,"source":"a notice","holidays":[{{holidays}}],"workingDays":[]}"""
        );
        File.Move(path + ".new", path, overwrite: true);
    }
}
