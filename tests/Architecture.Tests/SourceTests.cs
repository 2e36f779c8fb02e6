using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Ops.Architecture.Tests;

/// <summary>What holds for every file.</summary>
public sealed partial class SourceTests
{
    [Fact]
    public void No_file_names_a_folder_of_the_machine_it_was_written_on() =>
        Assert.Empty(
            from file in Repository.Files
            where
                Path.GetExtension(file)
                    is ".cs"
                        or ".csproj"
                        or ".props"
                        or ".targets"
                        or ".md"
                        or ".sql"
                        or ".sh"
                        or ".json"
                        or ".html"
                        or ".proto"
                        or ""
                        or ".pending"
                        or ".editorconfig"
            from line in Repository.Read(file).Split('\n').Select((text, number) => (text, number: number + 1))
            where MachinePath().IsMatch(line.text)
            select $"{file}:{line.number}: {line.text.Trim()}");

    /// <summary><c>$</c> stands before a last line feed too: <c>"abc\n"</c> would be a code.</summary>
    [Fact]
    public void No_pattern_ends_before_a_line_feed() =>
        Assert.Empty(
            from file in Repository.With(".cs")
            where !file.StartsWith("tests/", StringComparison.Ordinal)
            from Match pattern in PatternOpenAtItsEnd().Matches(Repository.Read(file))
            select $"{file}: {pattern.Value}");

    [Fact]
    public void Every_project_documents_what_it_shows_and_lets_no_warning_pass()
    {
        var shared = XDocument.Parse(Repository.Read("Directory.Build.props"));
        foreach (
            var setting in new[] { "GenerateDocumentationFile", "TreatWarningsAsErrors", "EnforceCodeStyleInBuild" })
            Assert.Equal("true", shared.Descendants(setting).Single().Value);
        Assert.Empty(
            from file in Repository.Files
            where
                (
                    file.EndsWith(".csproj", StringComparison.Ordinal)
                    || file.EndsWith(".props", StringComparison.Ordinal))
                && file != "Directory.Build.props"
                && !file.StartsWith("tests/", StringComparison.Ordinal)
            let xml = XDocument.Parse(Repository.Read(file))
            where
                xml.Descendants("NoWarn")
                    .Concat(xml.Descendants("WarningsNotAsErrors"))
                    .Any(element => element.Value.Contains("1591", StringComparison.Ordinal))
                || xml.Descendants("GenerateDocumentationFile").Concat(xml.Descendants("TreatWarningsAsErrors")).Any()
            select file);
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = Repository.Read("Ops.sln").Replace('\\', '/');
        Assert.Empty(Repository.With(".csproj").Where(file => !solution.Contains(file, StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_platform_library_has_a_readme_of_at_most_a_page()
    {
        var libraries = Repository
            .With(".csproj")
            .Where(file => file.StartsWith("services/Platform/", StringComparison.Ordinal))
            .Select(file => $"{Path.GetDirectoryName(file)}/README.md")
            .ToList();
        Assert.Empty(
            libraries.Where(readme => !Repository.Files.Contains(readme)).Select(readme => $"{readme} is missing"));
        Assert.Empty(
            libraries
                .Where(readme => Repository.Read(readme).Split('\n').Length > 80)
                .Select(readme => $"{readme} is longer than a page"));
    }

    [Fact]
    public void A_decision_has_a_number_of_its_own_and_says_context_decision_and_consequences()
    {
        var decisions = Repository
            .With(".md")
            .Where(file => file.StartsWith("docs/decisions/", StringComparison.Ordinal))
            .ToList();
        Assert.Empty(
            decisions
                .GroupBy(file => Path.GetFileName(file)[..4], StringComparer.Ordinal)
                .Where(number => number.Count() > 1)
                .Select(number => number.Key));
        Assert.Empty(
            decisions.Where(file =>
                new[] { "Context", "Decision", "Consequences" }.Any(part =>
                    !Repository.Read(file).Contains(part, StringComparison.Ordinal))));
    }

    [Fact]
    public void What_runs_beside_requests_is_a_loop_that_no_failure_ends()
    {
        string[] begin = ["BackgroundService", "IHostedService", "Task.Run(", "PeriodicTimer", "Task.Factory."];
        string[] loops = ["ServiceDefaults/BackgroundLoop.cs", "ServiceDefaults/Loops.cs"];
        Assert.Empty(
            from file in Product
            where !loops.Contains(file)
            from way in begin
            where Repository.Read(file).Contains(way, StringComparison.Ordinal)
            select $"{file} has {way}");
    }

    /// <summary>
    /// What nobody waits for fails unseen, and a timer's callback that throws ends the process: where there is one, it
    /// says why neither can be.
    /// </summary>
    [Fact]
    public void What_nobody_waits_for_stands_where_its_failure_is_seen()
    {
        Dictionary<string, string> seen = new(StringComparer.Ordinal)
        {
            ["services/Platform/Messaging/Outbox/Dispatcher.cs"] = "What is not delivered is caught and logged.",
            ["services/Portal/Calls/Minutes.cs"] = "Those who are told draw again, which is the next entry's.",
            ["services/Portal/Layout/EveryWhile.razor"] = "Blazor waits for it.",
            ["services/Portal/Layout/PortalComponent.cs"] = "What it throws is dispatched to the page.",
            ["services/SalesControl/Service/Board/LiveBoard.cs"] = "It ends a watcher's stream, and no more.",
        };
        var unwaited = Repository.With(".razor").Concat(Product)
            .Where(file => Unwaited().IsMatch(Repository.Read(file)));
        Assert.Equal(seen.Keys.Order(StringComparer.Ordinal), unwaited.Order(StringComparer.Ordinal));
    }

    /// <summary>Pooled connections go to their next user as they are.</summary>
    [Fact]
    public void What_lasts_as_long_as_a_session_is_done_on_a_session_of_its_own() =>
        Assert.Empty(
            from file in Product
            let text = Repository.Read(file)
            where OfASession().IsMatch(text) && !text.Contains("OpenSessionAsync(", StringComparison.Ordinal)
            select file);

    [Fact]
    public void The_time_zone_is_a_setting_of_the_company_or_of_a_site_and_named_once_where_it_is_not_set() =>
        Assert.Equal(
            ["ServiceDefaults/CompanyTime.cs"], Product.Where(file => AZone().IsMatch(Repository.Read(file))));

    private static IEnumerable<string> Product =>
        Repository
            .With(".cs")
            .Where(file =>
                file.StartsWith("services/", StringComparison.Ordinal)
                || file.StartsWith("gateway/", StringComparison.Ordinal)
                || file.StartsWith("ServiceDefaults/", StringComparison.Ordinal));

    [GeneratedRegex(@"["" ](Africa|America|Asia|Australia|Europe|Pacific)/[A-Z]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AZone();

    [GeneratedRegex(
        @"_ = [\w.]*Async\(|\b(CreateTimer|new (System\.Threading\.)?Timer|PeriodicTimer)\(|\basync void\b",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Unwaited();

    [GeneratedRegex(
        @"""LISTEN |pg_(try_)?advisory_lock(_shared)?\(|SET SESSION |CREATE TEMP|set_config\([^)]*, false\)",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OfASession();

    [GeneratedRegex(@"(Matches|Regex)\(\s*@?""[^""\n]*(?<!\\)\$""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PatternOpenAtItsEnd();

    /// <summary>Written so that this file does not name one itself.</summary>
    [GeneratedRegex(
        @"(?<![\w.])/(?:work|root|tmp)/|\.\.?/shared/|(?<![\w.])/home/[a-z]|[A-Z]:\\Users\\",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MachinePath();
}
