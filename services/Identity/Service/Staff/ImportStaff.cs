using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Ops.Identity.Audit;
using Ops.Identity.Contracts;
using Ops.Identity.Storage;
using Ops.Platform.Commands;
using Ops.Platform.Spreadsheets;
using Ops.ServiceDefaults;

namespace Ops.Identity.Staff;

/// <summary>CS-7: staff come in from the personnel department's list; all of it is good, or nothing of it is taken.</summary>
internal static class ImportStaff
{
    private static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("staff", ["staff", "staff number", "工号"], true),
        new("name", ["name", "姓名"], true),
        new("post", ["post", "岗位"], true),
        new("department", ["department", "部门"], true),
        new("sites", ["sites", "项目"], true),
        new("joins on", ["joins on", "入职日期"], false),
    ];

    public static void MapImportStaff(this IEndpointRouteBuilder api) =>
        api.MapPost("staff/import", HandleAsync).AsCommand(IdentityPermissions.ManageStaff)
            .WithSummary("Import staff from XLSX or CSV").WithDescription("The body is the file.").Produces<View>();

    /// <summary>What was imported.</summary>
    internal sealed record View(int Imported);

    private static async Task<IResult> HandleAsync(HttpRequest request, Actor actor, IdentityDb db, StaffDesk desk, AuditRegister audit, IClock clock, TimeProvider time, CancellationToken cancellationToken)
    {
        using var file = new MemoryStream();
        await request.Body.CopyToAsync(file, cancellationToken);
        var (lines, error) = Spreadsheet.Read(file.ToArray());
        if (error is not null)
            return Spreadsheet.Problem([error]);
        if (lines.Count < 2)
            return Spreadsheet.Problem([new SheetError(0, null, "There is no line below the headings.")]);
        var (places, errors) = Spreadsheet.Head(Columns, lines[0]);
        if (errors.Count > 0)
            return Spreadsheet.Problem(errors);

        var now = clock.GetCurrentInstant();
        var (posts, departments) = (await ByNameAsync(db.Posts.Select(p => new Named(p.Code, p.Name)), cancellationToken), await ByNameAsync(db.Departments.Select(d => new Named(d.Code, d.Name)), cancellationToken));
        var wrong = new List<SheetError>();
        var seen = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.Skip(1))
        {
            string Text(string column) => line.Text(places, column);
            var number = Text("staff");
            LocalDate? on = null;
            if (Text("joins on") is { Length: > 0 } date)
            {
                if (LocalDatePattern.Iso.Parse(date.Split(' ', 'T')[0]) is { Success: true } parsed)
                    on = parsed.Value;
                else
                    wrong.Add(new(line.Number, "joins on", "A date is written 2026-09-28."));
            }

            if (!seen.TryAdd(number, line.Number))
            {
                wrong.Add(new(line.Number, "staff", $"{number} stands in line {seen[number]} already."));
                continue;
            }

            var row = new JoinStaff.Request(
                number, Text("name"), posts.GetValueOrDefault(Text("post"), Text("post")), departments.GetValueOrDefault(Text("department"), Text("department")),
                Text("sites").Split([',', '，', '、', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), on);
            var invalid = new JoinStaff.Validator().Validate(row);
            wrong.AddRange(invalid.Errors.Select(failure => new SheetError(line.Number, failure.PropertyName.ToLowerInvariant(), failure.ErrorMessage)));
            if (invalid.IsValid && (await JoinStaff.AddAsync(row, db, desk, now, Guid.CreateVersion7(time.GetUtcNow()), actor, cancellationToken)).Refusal is { } refusal)
                wrong.Add(new(line.Number, refusal.Field, refusal.Detail));
        }

        if (wrong.Count > 0)
            return Spreadsheet.Problem(wrong);

        await audit.AddAsync(new("staffImported", null, $"{seen.Count} people"), actor.Id, cancellationToken);
        return Results.Ok(new View(seen.Count));
    }

    /// <summary>Posts and departments may be written by code or by name, as a personnel list does; a name that two have is no name.</summary>
    private static async Task<Dictionary<string, string>> ByNameAsync(IQueryable<Named> all, CancellationToken cancellationToken) =>
        (await all.ToListAsync(cancellationToken)).GroupBy(one => one.Name, StringComparer.Ordinal).Where(same => same.Count() == 1).ToDictionary(same => same.Key, same => same.Single().Code, StringComparer.Ordinal);

    private sealed record Named(string Code, string Name);
}
