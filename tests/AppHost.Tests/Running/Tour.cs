using System.Diagnostics;
using System.Text.RegularExpressions;
using Ops.TestSupport;
using Xunit;

namespace Ops.AppHost.Tests.Running;

/// <summary>
/// README.md's tour, followed to the letter in one shell: what it says that a command prints is what is printed, but
/// for ids, times and numbers that are another run's; <c>…</c> stands for anything.
/// </summary>
internal static partial class Tour
{
    private const string From = "## A first reservation by hand", Until = "### The dashboard";
    private const string Mark = "--- the end of a block ---";

    /// <summary>Follows it on an installation that has just been made, with the demo's project.</summary>
    public static async Task FollowAsync(string data, Uri gateway)
    {
        var readme = await File.ReadAllTextAsync(Repository.PathOf("README.md"));
        var blocks = Block().Matches(readme[readme.IndexOf(From, StringComparison.Ordinal)..readme.IndexOf(
            Until, StringComparison.Ordinal)]).Select(block => (
                IsCommand: block.Groups["kind"].Value == "sh", Text: block.Groups["text"].Value)).ToList();
        var commands = blocks.Where(block => block.IsCommand).ToList();
        Assert.NotEmpty(commands);
        var script = string.Join('\n', commands.Select(block => $"{block.Text}\necho; echo '{Mark}'"))
            .Replace("http://localhost:5080", gateway.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal);
        var printed = (await RunAsync(script, data)).Split(Mark);

        List<string> wrong = [];
        var at = -1;
        foreach (var block in blocks)
        {
            if (block.IsCommand)
                at++;
            if (block.IsCommand && printed[at].Contains("\"title\":", StringComparison.Ordinal)
                && !printed[at].Contains("RES-1", StringComparison.Ordinal))
                wrong.Add($"{block.Text}\nwas refused:\n{printed[at]}");
            if (!block.IsCommand && !Shows(Plain(printed[at]), Plain(block.Text)))
                wrong.Add($"README.md says:\n{Plain(block.Text)}\nand this was printed:\n{Plain(printed[at])}");
        }

        Assert.True(wrong.Count == 0, string.Join("\n\n", wrong));
    }

    /// <summary>Whether all of it is there, in its order.</summary>
    private static bool Shows(string printed, string said)
    {
        var from = 0;
        foreach (var piece in said.Split('…', StringSplitOptions.RemoveEmptyEntries))
        {
            var found = printed.IndexOf(piece, from, StringComparison.Ordinal);
            if (found < 0)
                return false;
            from = found + piece.Length;
        }

        return true;
    }

    /// <summary>In one line, for which a page of 120 columns has no room, and without what each run has anew.</summary>
    private static string Plain(string text) => OfThisRun().Replace(
        string.Concat(text.Split('\n').Select(line => line.Trim())), "#");

    private static async Task<string> RunAsync(string script, string data)
    {
        var start = new ProcessStartInfo("bash")
        {
            WorkingDirectory = Repository.PathOf(""),
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["OPS_DATA"] = data;
        // A make that another make runs says where it is, on the same line as the token.
        foreach (var ofMake in (string[])["MAKEFLAGS", "MFLAGS", "MAKELEVEL"])
            start.Environment.Remove(ofMake);
        using var shell = Process.Start(start)!;
        await shell.StandardInput.WriteAsync(script);
        shell.StandardInput.Close();
        var printed = await shell.StandardOutput.ReadToEndAsync().WaitAsync(Wait.Patience);
        await shell.WaitForExitAsync();
        return printed;
    }

    [GeneratedRegex("^```(?<kind>\\w*)\\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline, 1000)]
    private static partial Regex Block();

    [GeneratedRegex(
        @"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}|[0-9a-f]{32}|\d{4}-\d\d-\d\dT[\d:.]+\+08:00"
        + @"|[0-9a-f]{7,8}-\d+-\d+-[\d:]+", RegexOptions.None, 1000)]
    private static partial Regex OfThisRun();
}
