using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Identity.Storage;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.Identity.Custodians;

/// <summary>A duty by itself.</summary>
internal class OneDuty(Duty duty) : IState
{
    public Duty Duty => duty;

    public Aggregate Root => duty;
}

/// <summary>A duty, and who has it.</summary>
/// <param name="Company">The company whose duty it is.</param>
/// <param name="Duty">Its code.</param>
/// <param name="Name">Its name, in the reader's language.</param>
/// <param name="Clause">The clause of the source: <c>4.3.1</c>.</param>
/// <param name="Department">The department that has it.</param>
/// <param name="Custodians">Who keeps which kind of record there.</param>
internal sealed record DutyView(
    string Company, string Duty, string Name, string Clause, string Department,
    IReadOnlyList<CustodianView> Custodians)
{
    /// <summary>
    /// What the reader may do to it now, by the names of the operations; null where it is one of several that are
    /// shown.
    /// </summary>
    public IReadOnlyList<string>? Actions { get; init; }
}

/// <summary>Who keeps a kind of record for a department; nobody where it is null.</summary>
internal sealed record CustodianView(string Department, RecordKind Kind, string? Staff);

/// <summary>Finds duties, and shows them with the custodians that are in force.</summary>
internal sealed class CustodiansInForce(
    IdentityDb db, IClock clock, CompanyTime company, ITexts texts, IActions actions)
    : ISource<OneDuty>, IView<OneDuty, DutyView>
{
    public async Task<Outcome<OneDuty>> FindAsync(Named named, Access access, CancellationToken cancellationToken)
    {
        var code = named["duty"];
        var found = access == Access.Change
            ? await db.LockDutyAsync(Organisation.Company.First, code, cancellationToken)
            : await db.Duties.AsNoTracking().SingleOrDefaultAsync(
                duty => duty.Company == Organisation.Company.First && duty.Code == code, cancellationToken);
        return found is null ? Refused.NotFound(Text.Of("duty.unknown", ("duty", code))) : new OneDuty(found);
    }

    public async Task<OneDuty> LockAsync(Guid id, CancellationToken cancellationToken)
    {
        var duty = await db.Duties.AsNoTracking().SingleAsync(one => one.Id == id, cancellationToken);
        return new((await db.LockDutyAsync(duty.Company, duty.Code, cancellationToken))!);
    }

    public async ValueTask<DutyView> ShowAsync(OneDuty state, Actor actor, CancellationToken cancellationToken) =>
        Show(state.Duty, await ReadAsync(cancellationToken)) with
        {
            Actions = await actions.OfAsync(state, actor, cancellationToken),
        };

    /// <summary>All duties, in the order of their clauses.</summary>
    public async Task<IReadOnlyList<DutyView>> ShowAllAsync(CancellationToken cancellationToken)
    {
        var custodians = await ReadAsync(cancellationToken);
        var duties = await db.Duties.AsNoTracking().OrderBy(duty => duty.Clause).ToListAsync(cancellationToken);
        return [.. duties.Select(duty => Show(duty, custodians))];
    }

    /// <summary>
    /// One who has left, moved away or may not act keeps nothing any more, whether or not another was named.
    /// </summary>
    [Rule("DOC-5.1.6", "the custodian in force")]
    private async Task<IReadOnlyDictionary<(string Department, RecordKind Kind), string>> ReadAsync(
        CancellationToken cancellationToken)
    {
        var today = company.DateOf(clock.GetCurrentInstant());
        var named = await db.Custodians.AsNoTracking()
            .Join(db.Staff, c => c.Staff, s => s.Number, (c, s) => new { Custodian = c, Staff = s }).AsNoTracking()
            .ToListAsync(cancellationToken);
        return named
            .Where(one => one.Staff.MayAct(today) && one.Staff.Department == one.Custodian.Department)
            .ToDictionary(one => (one.Custodian.Department, one.Custodian.Kind), one => one.Staff.Number);
    }

    private DutyView Show(
        Duty duty, IReadOnlyDictionary<(string Department, RecordKind Kind), string> custodians) => new(
        duty.Company, duty.Code, texts.Render(Text.Of($"Duty.{duty.Code}")), duty.Clause, duty.Department,
        [
            .. from kind in duty.Kinds
               select new CustodianView(
                   duty.Department, kind, custodians.GetValueOrDefault((duty.Department, kind))),
        ]);
}
