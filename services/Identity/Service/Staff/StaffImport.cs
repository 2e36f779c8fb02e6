using Microsoft.EntityFrameworkCore;
using Ops.Identity.Audit;
using Ops.Identity.Storage;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Spreadsheets;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.Identity.Staff;

/// <summary>Takes the lines of a personnel list, each as if somebody joined by themselves.</summary>
internal sealed class StaffImport(
    IdentityDb db, Joinings joinings, Pipeline pipeline, AuditRegister audit)
{
    private static readonly char[] Separators = [',', '、', ' '];

    private readonly List<SheetError> _wrong = [];
    private readonly List<string> _joining = [];
    private readonly Dictionary<string, int> _seen = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How many of the list are there just so already.</summary>
    public int Unchanged { get; private set; }

    /// <summary>Who of the list joins, by number, in its order.</summary>
    public IReadOnlyList<string> Joining => _joining;

    /// <summary>Lets all of them join, or answers what is wrong.</summary>
    public async Task<IReadOnlyList<SheetError>> TakeAsync(
        SentList list, Actor actor, CancellationToken cancellationToken)
    {
        if (await LookAsync(list, actor, cancellationToken) is { Count: > 0 } wrong)
            return wrong;
        if (Unchanged == _seen.Count)
            return [];
        await pipeline.ReactAsync(cancellationToken);
        var people = Text.Of("audit.how.people", ("count", _seen.Count - Unchanged));
        await audit.AddAsync(new("staffImported", null, people), actor.Id, cancellationToken);
        return [];
    }

    /// <summary>
    /// What is wrong with it, and who would join. Outside of a change nothing of it is kept.
    /// </summary>
    public async Task<IReadOnlyList<SheetError>> LookAsync(
        SentList list, Actor actor, CancellationToken cancellationToken)
    {
        var change = pipeline.Begin(actor);
        var posts = ByName(await db.Posts.AsNoTracking().Select(p => new Names(p.Code, p.Name, p.NameEn))
            .ToListAsync(cancellationToken));
        var departments = ByName(await db.Departments.AsNoTracking().Select(d => new Names(d.Code, d.Name, d.NameEn))
            .ToListAsync(cancellationToken));
        var numbers = list.Lines.Select(line => list.Code(line, "staff")).ToArray();
        var known = await db.Staff.AsNoTracking().Where(one => numbers.Contains(one.Number))
            .ToDictionaryAsync(one => one.Number, StringComparer.Ordinal, cancellationToken);
        foreach (var line in list.Lines)
        {
            if (Read(list, line, posts, departments) is not { } request)
                continue;
            if (known.TryGetValue(request.Staff, out var staff) && IsThere(staff, request, actor))
                Unchanged++;
            else
                await LetJoinAsync(line.Number, request, change, cancellationToken);
        }

        return list.Wrong(_wrong);
    }

    /// <summary>Whether somebody is there as the list says: it was sent before.</summary>
    private static bool IsThere(StaffMember staff, JoinStaff.Request request, Actor actor) =>
        staff.LeavesOn is null && staff.IsWithinReachOf(actor) && staff.Name == request.Name.Trim()
        && staff.Appointment.IsAs(Appointment.Of(request.Post, request.Department, request.Sites))
        && (request.On is null || request.On == staff.JoinsOn);

    private async Task LetJoinAsync(
        int line, JoinStaff.Request request, Change change, CancellationToken cancellationToken)
    {
        var state = await joinings.LoadAsync(request, change, cancellationToken);
        var decided = JoinStaff.Decide(state, request, change);
        if (decided.Refusal is { } refusal)
            _wrong.Add(new(line, ColumnOf(refusal.Field), refusal.Text));
        else
        {
            pipeline.Apply(state, decided.Value, change.Now);
            _joining.Add(request.Staff);
        }
    }

    /// <summary>What a line says; null where it says nothing that somebody could join by.</summary>
    private JoinStaff.Request? Read(
        SentList list, SheetLine line, IReadOnlyDictionary<string, string> posts,
        IReadOnlyDictionary<string, string> departments)
    {
        string Code(string column) => list.Code(line, column);
        var number = Code("staff");
        var (on, noDay) = list.Day(line, "joins on");
        if (noDay is not null)
            Wrong(line.Number, "joins on", noDay);
        if (!_seen.TryAdd(number, line.Number))
        {
            Wrong(line.Number, "staff", Text.Of("import.twice", ("staff", number), ("line", _seen[number])));
            return null;
        }

        var request = new JoinStaff.Request(
            number, list.Cell(line, "name"), posts.GetValueOrDefault(Code("post"), Code("post")),
            departments.GetValueOrDefault(Code("department"), Code("department")),
            Code("sites").Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            on);
        var invalid = new JoinStaff.Validator().Validate(request);
        foreach (var failure in invalid.Errors)
            Wrong(line.Number, ColumnOf(failure.PropertyName)!, failure.Told());
        return invalid.IsValid ? request : null;
    }

    /// <summary>The column that says what a request calls by this name.</summary>
    private static string? ColumnOf(string? field) =>
        "on".Equals(field, StringComparison.OrdinalIgnoreCase) ? "joins on" : field?.ToLowerInvariant();

    private void Wrong(int line, string column, Text text) => _wrong.Add(new(line, column, text));

    /// <summary>
    /// Posts and departments may be written by code or by either name, as a personnel list does; a name that two have
    /// is no name, and one that is another's code is the code.
    /// </summary>
    private static Dictionary<string, string> ByName(IReadOnlyList<Names> all) =>
        all.SelectMany(one => new[] { one.Code, one.Chinese, one.English ?? "" }
                .Where(name => name.Length > 0).Distinct(HalfWidth.Comparer).Select(name => (Name: name, one.Code)))
            .GroupBy(one => one.Name, one => one.Code, HalfWidth.Comparer)
            .Select(same => (
                Name: same.Key,
                Code: same.FirstOrDefault(code => HalfWidth.Comparer.Equals(code, same.Key))
                    ?? (same.Count() == 1 ? same.Single() : null)))
            .Where(one => one.Code is not null)
            .ToDictionary(one => one.Name, one => one.Code!, HalfWidth.Comparer);

    private sealed record Names(string Code, string Chinese, string? English);
}
