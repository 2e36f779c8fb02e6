using Ops.Identity.Contracts;
using Ops.Platform.Commands;
using Ops.Platform.Spreadsheets;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.Identity.Staff;

/// <summary>
/// CS-7: staff come in from the personnel department's list; all of it is good, or nothing of it is taken.
/// </summary>
internal static class ImportStaff
{
    private static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("staff", ["staff", "staff number", "工号"], true),
        new("name", ["name", "姓名"], true),
        new("post", ["post", "岗位"], true),
        new("department", ["department", "部门"], true),
        new("sites", ["sites", "项目"], true),
        new("joins on", ["joins on", "入职日期"], false) { HasDays = true },
    ];

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("staff/import", HandleAsync).AsCommand(IdentityPermissions.ManageStaff)
            .WithSummary("staff.import.summary").WithDescription("staff.import.about").TakesList()
            .Produces<View>();

    public static void MapPreview(IEndpointRouteBuilder api) =>
        // It changes nothing; it is a POST because what it looks at is in its body.
        api.MapPost("staff/import/preview", LookAsync).RequirePermission(IdentityPermissions.ManageStaff)
            .WithSummary("staff.preview.summary").WithDescription("staff.import.about").TakesList()
            .Produces<Preview>();

    public static void MapTemplate(IEndpointRouteBuilder api) =>
        api.MapGet("staff/import/template", () => Spreadsheet.Template("staff", Columns))
            .RequirePermission(IdentityPermissions.ManageStaff)
            .WithSummary("staff-template.read.summary").AnswersWorkbook();

    /// <summary>What was imported.</summary>
    /// <param name="Imported">How many join.</param>
    /// <param name="Unchanged">How many are there just so already.</param>
    /// <param name="Reading">As what the file was read.</param>
    internal sealed record View(int Imported, int Unchanged, ListReading Reading);

    /// <summary>What a list would do.</summary>
    /// <param name="Joining">Who would join, by number.</param>
    /// <param name="Unchanged">How many are there just so already.</param>
    /// <param name="Total">How many things are wrong: with any, nothing of it is taken.</param>
    /// <param name="Lines">What is wrong, line by line; the first of them.</param>
    /// <param name="Reading">As what the file was read.</param>
    internal sealed record Preview(
        IReadOnlyList<string> Joining, int Unchanged, int Total, IReadOnlyList<WrongLine> Lines, ListReading Reading);

    private static async Task<IResult> LookAsync(
        [AsParameters] SeenInList seen, HttpRequest request, Actor actor, StaffImport import, ITexts texts,
        CancellationToken cancellationToken)
    {
        var (list, errors) = await SentList.ReadAsync(request, Columns, seen, cancellationToken);
        if (list is null)
            return Spreadsheet.Problem(errors);
        var wrong = await import.LookAsync(list, actor, cancellationToken);
        return Results.Ok(new Preview(
            import.Joining, import.Unchanged, wrong.Count, WrongLine.Of(wrong, texts), list.Reading));
    }

    private static async Task<IResult> HandleAsync(
        [AsParameters] SeenInList seen, HttpRequest request, Actor actor, StaffImport import,
        CancellationToken cancellationToken)
    {
        var (list, errors) = await SentList.ReadAsync(request, Columns, seen, cancellationToken);
        if (list is not null)
            errors = await import.TakeAsync(list, actor, cancellationToken);
        return errors.Count > 0
            ? Spreadsheet.Problem(errors, list?.Reading)
            : Results.Ok(new View(list!.Lines.Count - import.Unchanged, import.Unchanged, list.Reading));
    }
}
