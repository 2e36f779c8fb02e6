using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Ops.Platform.Texts;

namespace Ops.Platform.Registers;

/// <summary>
/// The offline verifier: a mode of every service's executable, for whoever has its database or only an export.
/// </summary>
public static class RegisterCommandLine
{
    private const string OfDatabase = "--verify-register", OfExport = "--verify-export";

    /// <summary>
    /// With <c>--verify-register REGISTER/SITE</c> walks the chain in the service's database, with
    /// <c>--verify-export FILE</c> the one in an export, writes one line that says what it found, in Chinese or, where
    /// <c>LANG</c> is <c>en</c>, in English, and answers true, so that the process ends. Its exit code is 0 when the
    /// chain is intact, 1 when it is broken, 2 when there is nothing to walk. Otherwise answers false.
    /// </summary>
    public static async Task<bool> VerifyWhenAskedAsync(this IHost app, string[] args)
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(args);
        if (await RunAsync(app, args, Languages.Terminal) is not { } outcome)
            return false;

        Console.WriteLine(outcome.Line);
        Environment.ExitCode = outcome.ExitCode;
        return true;
    }

    /// <summary>What is to be written and the exit code; null when nothing was asked for.</summary>
    internal static async Task<Outcome?> RunAsync(IHost app, string[] args, CultureInfo language)
    {
        if (await FindAsync(app, args) is not var (text, code))
            return null;
        return new(app.Services.GetRequiredService<ITexts>().Render(text, language), code);
    }

    private static async Task<(Text Text, int ExitCode)?> FindAsync(IHost app, string[] args)
    {
        if (Argument(args, OfDatabase) is { } chain)
            return await VerifyDatabaseAsync(app, chain);
        if (Argument(args, OfExport) is not { } file)
            return null;
        return File.Exists(file)
            ? Found(file, await RegisterExport.VerifyAsync(file, CancellationToken.None))
            : (Text.Of("register.file-missing", ("option", OfExport), ("file", file)), 2);
    }

    private static async Task<(Text Text, int ExitCode)> VerifyDatabaseAsync(IHost app, string chain)
    {
        if (chain.Split('/') is not [{ Length: > 0 } register, { Length: > 0 } site])
            return (Text.Of("register.chain-unreadable", ("option", OfDatabase)), 2);

        await using var scope = app.Services.CreateAsyncScope();
        var found = await scope.ServiceProvider.GetRequiredService<IRegisterBook>()
            .VerifyAsync(register, site, CancellationToken.None);
        return found is { Entries: 0, Intact: true }
            ? (Text.Of("register.never-entered", ("what", chain)), 2)
            : Found(chain, found);
    }

    private static (Text Text, int ExitCode) Found(string what, Verification found) => found.Reason is { } reason
        ? (Text.Of("register.broken", ("what", what), ("entry", found.BrokenAt), ("why", reason)), 1)
        : (Text.Of("register.intact", ("what", what), ("entries", found.Entries), ("head", found.Head ?? "-")), 0);

    /// <summary>
    /// What stands after the name, as <c>--name VALUE</c> or <c>--name=VALUE</c>; empty when nothing does; null when it
    /// is not asked for.
    /// </summary>
    private static string? Argument(string[] args, string name)
    {
        var at = Array.FindIndex(args, arg => arg == name || arg.StartsWith(name + "=", StringComparison.Ordinal));
        return at < 0 ? null
            : args[at].Length > name.Length ? args[at][(name.Length + 1)..]
            : args.ElementAtOrDefault(at + 1) ?? "";
    }

    internal sealed record Outcome(string Line, int ExitCode);
}
