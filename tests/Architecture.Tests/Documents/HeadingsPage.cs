using System.Collections;
using System.Reflection;
using Ops.Platform.Spreadsheets;
using Xunit;

namespace Ops.Architecture.Tests.Documents;

/// <summary>Every list that somebody may send has its headings in the table of the page.</summary>
public sealed class HeadingsPage
{
    private const string Page = "services/Platform/Spreadsheets/README.md";

    /// <summary>What each list is called, by the class that has its columns.</summary>
    private static readonly Dictionary<string, string> Lists = new(StringComparer.Ordinal)
    {
        ["UnitColumns"] = "units",
        ["PriceColumns"] = "prices",
        ["ImportStaff"] = "staff",
    };

    [Fact]
    public void The_page_has_the_headings_of_every_list_and_no_others()
    {
        string[] services = ["SalesControl", "RecordsArchive", "ClientAttribution", "Identity"];
        var rows = services.SelectMany(service => Departments.ProgramOf(service).GetTypes())
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(field => typeof(IEnumerable<SheetColumn>).IsAssignableFrom(field.FieldType))
            .SelectMany(field => ((IEnumerable)field.GetValue(null)!).Cast<SheetColumn>().Select(
                column => Row(Lists[field.DeclaringType!.Name], column)))
            .ToList();

        var told = Repository.Read(Page).Split('\n')
            .SkipWhile(line => !line.StartsWith("| list ", StringComparison.Ordinal)).Skip(2)
            .TakeWhile(line => line.StartsWith('|'));

        Assert.NotEmpty(rows);
        Assert.Equal(rows.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    private static string Row(string list, SheetColumn column) =>
        $"| {list} | {string.Join(", ", column.Headings)} | {(column.Needed ? "yes" : "")} | "
        + $"{string.Join(", ", column.Measure?.Units ?? [])} |";
}
