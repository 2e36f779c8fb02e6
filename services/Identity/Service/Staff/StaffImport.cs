using FluentValidation.Results;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Ops.Identity.Audit;
using Ops.Identity.Storage;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Spreadsheets;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.Identity.Staff;

/// <summary>Takes the lines of a personnel list, each as if somebody joined by themselves.</summary>
internal sealed class StaffImport(
    IdentityDb db, Joinings joinings, Pipeline pipeline, AuditRegister audit)
{
    private static readonly char[] Separators = [',', '，', '、', ' '];

    private readonly List<SheetError> _wrong = [];
    private readonly Dictionary<string, int> _seen = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Lets all of them join, or answers what is wrong.</summary>
    public async Task<IReadOnlyList<SheetError>> TakeAsync(
        SentList list, Actor actor, CancellationToken cancellationToken)
    {
        var change = pipeline.Begin(actor);
        var posts = ByName(await db.Posts.AsNoTracking().Select(p => new Names(p.Code, p.Name, p.NameEn))
            .ToListAsync(cancellationToken));
        var departments = ByName(await db.Departments.AsNoTracking().Select(d => new Names(d.Code, d.Name, d.NameEn))
            .ToListAsync(cancellationToken));
        foreach (var line in list.Lines)
        {
            if (Read(list, line, posts, departments) is { } request)
                await LetJoinAsync(line.Number, request, change, cancellationToken);
        }

        if (_wrong.Count > 0)
            return _wrong;
        await pipeline.ReactAsync(cancellationToken);
        var people = Text.Of("audit.how.people", ("count", _seen.Count));
        await audit.AddAsync(new("staffImported", null, people), actor.Id, cancellationToken);
        return [];
    }

    private async Task LetJoinAsync(
        int line, JoinStaff.Request request, Change change, CancellationToken cancellationToken)
    {
        var state = await joinings.LoadAsync(request, change, cancellationToken);
        var decided = JoinStaff.Decide(state, request, change);
        if (decided.Refusal is { } refusal)
            _wrong.Add(new(line, refusal.Field, refusal.Text));
        else
            pipeline.Apply(state, decided.Value, change.Now);
    }

    /// <summary>What a line says; null where it says nothing that somebody could join by.</summary>
    private JoinStaff.Request? Read(
        SentList list, SheetLine line, IReadOnlyDictionary<string, string> posts,
        IReadOnlyDictionary<string, string> departments)
    {
        string Cell(string column) => list.Cell(line, column);
        var number = Cell("staff");
        var on = DateOf(Cell("joins on"), line.Number);
        if (!_seen.TryAdd(number, line.Number))
        {
            Wrong(line.Number, "staff", Text.Of("import.twice", ("staff", number), ("line", _seen[number])));
            return null;
        }

        var request = new JoinStaff.Request(
            number, Cell("name"), posts.GetValueOrDefault(Cell("post"), Cell("post")),
            departments.GetValueOrDefault(Cell("department"), Cell("department")),
            Cell("sites").Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            on);
        var invalid = new JoinStaff.Validator().Validate(request);
        foreach (var failure in invalid.Errors)
            _wrong.Add(new(line.Number, failure.PropertyName.ToLowerInvariant(), Told(failure)));
        return invalid.IsValid ? request : null;
    }

    private LocalDate? DateOf(string cell, int line)
    {
        if (cell.Length == 0)
            return null;
        // A workbook's date may come with a time of day.
        var parsed = LocalDatePattern.Iso.Parse(cell.Split(' ', 'T')[0]);
        if (parsed.Success)
            return parsed.Value;
        Wrong(line, "joins on", Text.Of("import.date-unreadable"));
        return null;
    }

    private void Wrong(int line, string column, Text text) => _wrong.Add(new(line, column, text));

    private static Text Told(ValidationFailure failure) =>
        failure.CustomState is Refused refused ? refused.Text : Text.Plain(failure.ErrorMessage);

    /// <summary>
    /// Posts and departments may be written by code or by either name, as a personnel list does; a name that two have
    /// is no name.
    /// </summary>
    private static Dictionary<string, string> ByName(IReadOnlyList<Names> all) =>
        all.SelectMany(one => new[] { (Name: one.Chinese, one.Code), (Name: one.English ?? "", one.Code) })
            .Where(one => one.Name.Length > 0).Distinct()
            .GroupBy(one => one.Name, StringComparer.Ordinal).Where(same => same.Count() == 1)
            .ToDictionary(same => same.Key, same => same.Single().Code, StringComparer.Ordinal);

    private sealed record Names(string Code, string Chinese, string? English);
}
