using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Ops.Platform.Rules;
using Xunit;

namespace Ops.Architecture.Tests;

/// <summary>
/// Posts and departments are an installation's own, and may be others tomorrow: code goes by permissions and duties,
/// and what a new installation begins with lies in data files.
/// </summary>
public sealed partial class OrganisationTests
{
    private const string Opening = "services/Identity/Service/Opening/";

    private static readonly JsonElement Organisation = Json(Opening + "organisation.json");

    private static readonly HashSet<string> Posts = [.. Codes("posts")], Departments = [.. Codes("departments")];

    /// <summary>The codes of posts and departments, and what they are called in both languages.</summary>
    private static readonly HashSet<string> Names =
    [
        .. Posts, .. Departments,
        .. from kind in new[] { "posts", "departments" }
           from one in Organisation.GetProperty(kind).EnumerateArray()
           from name in new[] { "name", "nameEn" }
           select one.GetProperty(name).GetString()!,
        .. Json(Opening + "demo.json").GetProperty("staff").EnumerateArray()
            .Select(one => one.GetProperty("post").GetString()!),
    ];

    [Fact, Rule("CS-7")]
    public void No_code_of_a_service_names_a_post_or_a_department()
    {
        Assert.InRange(Names.Count, 60, 400);
        Assert.Empty(
            from file in Repository.With(".cs")
            where file.StartsWith("services/", StringComparison.Ordinal)
            // Columns of tables, as the tools of EF Core wrote them down: a reservation has a consultant.
            where !file.Contains("/Migrations/", StringComparison.Ordinal)
            from name in NamedIn(Repository.Read(file))
            select $"{file}: {name}");
    }

    [Theory, Rule("CS-7")]
    [InlineData("""var may = actor.Post == "general-manager";""", "general-manager")]
    [InlineData("""var sql = "SELECT 1 FROM staff WHERE post = 'consultant'";""", "consultant")]
    [InlineData("""var sql = $"UPDATE posts SET name = {name} WHERE code = 'agent'";""", "agent")]
    [InlineData("""var to = Addressee.ForDepartment("finance");""", "finance")]
    [InlineData("""var who = "营销经理";""", "营销经理")]
    [InlineData("""var text = Text.Of("unit.held", ("consultant", number));""", null)]
    [InlineData("""var sql = "SELECT body->>'consultant' FROM messaging.events";""", null)]
    [InlineData("""var no = Refused.Input("CS-7", "consultant", Text.Of("seat.unknown"));""", null)]
    [InlineData("""var no = Refused.Input("consultant", "number", Text.Of("seat.unknown"));""", "consultant")]
    [InlineData("""var number = entry.GetProperty("consultant").GetString();""", null)]
    [InlineData("""var title = "the consultant is reminded";""", null)]
    public void A_name_in_code_is_found_and_what_says_whose_number_is_meant_is_none(string code, string? found)
    {
        string[] expected = found is null ? [] : [found];
        Assert.Equal(expected, NamedIn(code));
    }

    /// <summary>What a service's data files say of posts and departments is what a new installation has.</summary>
    [Fact, Rule("DOC-4"), Rule("CS-4")]
    public void Data_files_name_posts_and_departments_that_there_are()
    {
        var duties = Organisation.GetProperty("duties").EnumerateArray().ToDictionary(
            duty => duty.GetProperty("code").GetString()!, duty => duty.GetProperty("department").GetString());
        Assert.All(
            Json("services/RecordsArchive/Service/Duties/duties.json").EnumerateObject(),
            duty => Assert.Equal(duties[duty.Name], duty.Value.GetString()));
        Assert.All(
            Json("services/SalesControl/Service/Subscriptions/discount-limits.json").EnumerateObject(),
            limit => Assert.Contains(limit.Name, Posts));
        Assert.All(duties.Values, department => Assert.Contains(department!, Departments));
    }

    /// <summary>
    /// The names that stand in code as a string of their own, or in quotes in one, as SQL has them. The name of a
    /// text's argument, <c>("consultant", number)</c>, of a request's field that is refused, or of a member of JSON is
    /// no post: it says whose number is meant.
    /// </summary>
    private static IEnumerable<string> NamedIn(string code) =>
        from node in CSharpSyntaxTree.ParseText(code).GetRoot().DescendantNodes()
        let text = node switch
        {
            LiteralExpressionSyntax literal when literal.Token.Value is string value && !IsArgumentName(literal) =>
                value,
            InterpolatedStringTextSyntax part => part.TextToken.ValueText,
            _ => null,
        }
        where text is not null
        let said = MemberOfJson().Replace(text, "")
        from name in Names
        where said == name || said.Contains($"'{name}'", StringComparison.Ordinal)
        select name;

    [GeneratedRegex("->>?'[^']*'", RegexOptions.None, 1000)]
    private static partial Regex MemberOfJson();

    private static bool IsArgumentName(LiteralExpressionSyntax literal) => literal.Parent switch
    {
        ArgumentSyntax { Parent: TupleExpressionSyntax tuple } argument => tuple.Arguments[0] == argument,
        ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax call } all } argument =>
            call.Expression.ToString() is var called && (called.EndsWith(".GetProperty", StringComparison.Ordinal)
                || (called == "Refused.Input" && all.Arguments.IndexOf(argument) == 1)),
        _ => false,
    };

    private static IEnumerable<string> Codes(string kind) =>
        Organisation.GetProperty(kind).EnumerateArray().Select(one => one.GetProperty("code").GetString()!);

    private static JsonElement Json(string file) => JsonDocument.Parse(Repository.Read(file)).RootElement;
}
