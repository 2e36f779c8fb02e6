using System.Security.Cryptography;
using System.Text;

namespace Ops.TestSupport;

/// <summary>
/// Somebody with the owner's password, some time, and a program: a register rewritten so that nothing in its own
/// database shows it.
/// </summary>
public static class RewrittenRegister
{
    /// <summary>
    /// Puts the triggers aside, changes one entry, and writes it and all that follow it anew, hashes and head included.
    /// </summary>
    /// <param name="database">The service's database, as its superuser.</param>
    /// <param name="register">The register.</param>
    /// <param name="site">The site.</param>
    /// <param name="sequence">The entry that is changed.</param>
    /// <param name="change">What becomes of its text.</param>
    public static async Task RewriteAsync(
        this ServiceDatabase database, string register, string site, long sequence, Func<string, string> change)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(change);
        var last = await database.QueryAsync<long>(
            "SELECT sequence FROM registers.heads WHERE register = $1 AND site = $2", register, site);
        var before = await database.QueryAsync<string>(
            "SELECT previous FROM registers.entries WHERE register = $1 AND site = $2 AND sequence = $3", register,
            site, sequence);
        var now = before;
        for (var at = sequence; at <= last; at++)
        {
            var text = await database.QueryAsync<string>(
                "SELECT text FROM registers.entries WHERE register = $1 AND site = $2 AND sequence = $3", register,
                site, at);
            var hash = await database.QueryAsync<string>(
                "SELECT hash FROM registers.entries WHERE register = $1 AND site = $2 AND sequence = $3", register,
                site, at);
            var written = text.Replace(
                $"\"previous\":\"{before}\"", $"\"previous\":\"{now}\"", StringComparison.Ordinal);
            if (at == sequence)
                written = change(written);
            var rehashed = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(written)));
            await database.ExecuteAsync($"""
                SET session_replication_role = replica;
                UPDATE registers.entries
                    SET text = convert_from('\x{Convert.ToHexString(Encoding.UTF8.GetBytes(written))}', 'UTF8'),
                    previous = '{now}', hash = '{rehashed}' WHERE register = '{register}' AND site = '{site}'
                    AND sequence = {at};
                UPDATE registers.heads SET hash = '{rehashed}' WHERE register = '{register}' AND site = '{site}'
                    AND sequence = {at};
                """);
            (before, now) = (hash, rehashed);
        }
    }
}
