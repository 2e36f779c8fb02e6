using System.Text.Json;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Identity.Contracts;
using Ops.Identity.Staff;
using Ops.Identity.Storage;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.Identity.Leaves;

/// <summary>REC-5: on advertising days nobody takes leave; a leave entry for such a day is refused.</summary>
internal static class RecordLeave
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<TakingLeave, Request, LeaveTaken>(
                "staff/{number}/leaves", IdentityPermissions.RecordLeave, Decide)
            .Makes<TakenLeave, LeaveView>(
                (state, _) => new(state.Staff, state.Company, state.Taken!, state.Recording),
                state => $"/api/identity/staff/{state.Staff.Number}/leaves")
            .WithSummary("leave.record.summary");

    /// <summary>A leave.</summary>
    /// <param name="Kind">businessTrip, homeLeave or other.</param>
    /// <param name="From">The first day.</param>
    /// <param name="Until">The last day.</param>
    internal sealed record Request(LeaveKind Kind, LocalDate From, LocalDate Until);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Kind).IsInEnum();
            RuleFor(r => r.From).Must(Days.Know).Refuses(null, Days.Beyond);
            RuleFor(r => r.Until).Must(Days.Know).Refuses(null, Days.Beyond);
            RuleFor(r => r.Until).Must((r, until) => until >= r.From && until <= r.From.PlusDays(366))
                .When(r => Days.Know(r.From)).Refuses(null, "leave.too-long");
        }
    }

    [Rule("REC-5", "nobody takes leave on an advertising day")]
    internal static Outcome<LeaveTaken> Decide(TakingLeave state, Request request, Change change)
    {
        var number = state.Staff.Number;
        if (state.Recording.Refuses(state.Staff, change) is { } notTheirs)
            return notTheirs;
        if (request.From < state.Company.DateOf(change.At))
            return Refused.Input("T-6", "from", Text.Of("leave.dated-back"));
        if (!state.Staff.MayAct(request.From))
            return new Refused(null, Text.Of("leave.not-here", ("staff", number)));
        if (state.Overlapping is { } other)
        {
            return new Refused(
                null, Text.Of("leave.away-already", ("staff", number), ("from", other.From), ("until", other.Until)))
            {
                Evidence = [$"/api/identity/staff/{number}/leaves"],
            };
        }

        if (state.AdvertisingDay is { } day)
        {
            var text = Text.Of(
                "leave.advertising-day", ("day", day.Date), ("site", day.Site), ("reason", day.Reason));
            return Refused.Input("REC-5", "from", text) with
            {
                Evidence = [$"/api/identity/sites/{day.Site}/advertising-days"],
            };
        }

        return new LeaveTaken(
            change.NewId(), number, JsonNamingPolicy.CamelCase.ConvertName(request.Kind.ToString()), request.From,
            request.Until);
    }

    internal sealed class Load(IdentityDb db, CompanyTime company, LeaveRecorders recorders)
        : ILoad<TakingLeave, Request>
    {
        public async Task<Outcome<TakingLeave>> LoadAsync(
            Named named, Request request, Change change, CancellationToken cancellationToken)
        {
            var number = named["number"];
            await db.LockLeavesAsync(cancellationToken);
            if (await db.LockStaffAsync(number, cancellationToken) is not { } staff || !staff.IsSeenBy(named.Actor))
                return EmploymentSource.Unknown(number);
            return new TakingLeave(staff, company)
            {
                Recording = await recorders.OfAsync(staff, cancellationToken),
                Overlapping = await db.Leaves.AsNoTracking()
                    .Where(l => l.Staff == number && l.WithdrawnAt == null)
                    .FirstOrDefaultAsync(l => l.From <= request.Until && l.Until >= request.From, cancellationToken),
                AdvertisingDay = await AdvertisingDayAsync(staff, request, cancellationToken),
            };
        }

        private Task<AdvertisingDay?> AdvertisingDayAsync(
            StaffMember staff, Request request, CancellationToken cancellationToken)
        {
            var all = staff.Sites.Contains("*");
            var sites = staff.Sites.ToList();
            return db.AdvertisingDays.AsNoTracking()
                .Where(d => (all || sites.Contains(d.Site)) && d.Date >= request.From && d.Date <= request.Until)
                .OrderBy(d => d.Date).FirstOrDefaultAsync(cancellationToken);
        }
    }
}

/// <summary>A member of staff who is about to take leave.</summary>
internal sealed class TakingLeave(StaffMember staff, CompanyTime company) : Employment(staff, company)
{
    /// <summary>Who records their leave.</summary>
    public required LeaveRecording Recording { get; init; }

    /// <summary>A leave of theirs on one of the days; null when there is none.</summary>
    public required Leave? Overlapping { get; init; }

    /// <summary>The first of the days on which one of their sites advertises; null when there is none.</summary>
    public required AdvertisingDay? AdvertisingDay { get; init; }

    /// <summary>The leave; null before it is taken.</summary>
    public Leave? Taken { get; internal set; }
}

/// <summary>A member of staff is away 请假 from a day to a day.</summary>
/// <param name="Leave">The leave's id.</param>
/// <param name="Staff">Who is away.</param>
/// <param name="Kind">businessTrip, homeLeave or other.</param>
/// <param name="From">The first day.</param>
/// <param name="Until">The last day.</param>
[HappensUnder("REC-5")]
internal sealed record LeaveTaken(Guid Leave, string Staff, string Kind, LocalDate From, LocalDate Until)
    : IEvent<TakingLeave>
{
    public void Apply(TakingLeave state, Occurrence when) => state.Taken = new Leave(
        Leave, Staff, Enum.Parse<LeaveKind>(Kind, ignoreCase: true), From, Until)
    {
        RecordedAt = when.At,
        RecordedBy = when.By,
    };

    public void React(TakingLeave state, Occurrence when, Reactions follow) => follow.Add(state.Taken!);
}
