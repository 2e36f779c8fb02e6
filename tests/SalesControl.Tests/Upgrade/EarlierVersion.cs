using Ops.TestSupport;

namespace Ops.SalesControl.Tests.Upgrade;

/// <summary>
/// The dump of a running installation of an earlier version: the demo project, with a reservation that waits for
/// approval and one who waits behind it, one that is approved, a subscription after a reservation and one without.
/// </summary>
internal static class EarlierVersion
{
    private const string Dump = "before-the-price-list.sql";

    /// <summary>A minute after the last thing that the dump tells of.</summary>
    private const string Taken = "2026-11-25 20:46:00+00";

    /// <summary>Puts it into a database of its own; answers its superuser's connection string.</summary>
    public static async Task<string> InstallAsync(TestServers servers)
    {
        var admin = await servers.CreateDatabaseAsync("salesdb_before");
        await using var dump = typeof(EarlierVersion).Assembly.GetManifestResourceStream(Dump)!;
        using var reader = new StreamReader(dump);
        var database = new ServiceDatabase(admin);
        await database.ExecuteAsync(await reader.ReadToEndAsync());
        // Its times are fixed and its reservations lapse: business time goes on from where the dump was taken, whatever
        // day it is here.
        await database.SetClockAsync(Taken);
        return admin;
    }
}
