using FluentValidation;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Identity.Audit;
using Ops.Identity.Contracts;
using Ops.Identity.Organisation;
using Ops.Identity.Storage;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.Identity.Leaves;

/// <summary>REC-5: the calendar of a site's advertising days, on which nobody takes leave.</summary>
internal static class SetAdvertisingDay
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("sites/{site}/advertising-days", ListAsync).RequirePermission(IdentityPermissions.ReadStaff)
            .WithSummary("advertising-day.list.summary").AnswersOutcome<List<DayView>>();
        api.MapCommand<SiteCalendar, Request, AdvertisingDaySet>(
                "sites/{site}/advertising-days", IdentityPermissions.SetAdvertisingDays, Decide)
            .Makes<SiteCalendar, View>(
                (state, _) => state, state => $"/api/identity/sites/{state.Site.Code}/advertising-days")
            .WithSummary("advertising-day.set.summary");
    }

    /// <summary>An advertising day.</summary>
    /// <param name="Date">The day.</param>
    /// <param name="Reason">What is advertised.</param>
    internal sealed record Request(LocalDate Date, string Reason);

    /// <summary>An advertising day.</summary>
    internal sealed record DayView(LocalDate Date, string Reason, string SetBy);

    /// <summary>The day that was set.</summary>
    /// <param name="Date">The day.</param>
    /// <param name="Reason">What is advertised.</param>
    /// <param name="OnLeave">Who was given leave for it before; it is for their superiors to talk to them.</param>
    internal sealed record View(LocalDate Date, string Reason, IReadOnlyList<string> OnLeave);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Reason).MustBeAReason("REC-5", "advertising.reason-missing");
    }

    [Rule("REC-5", "the calendar of advertising days")]
    internal static Outcome<AdvertisingDaySet> Decide(SiteCalendar state, Request request, Change change)
    {
        if (request.Date < state.Company.DateOf(change.At))
            return Refused.Input("T-6", "date", Text.Of("advertising.dated-back"));
        return state.IsSet
            ? new Refused(
                null, Text.Of("advertising.set-already", ("day", request.Date), ("site", state.Site.Code)))
            : new AdvertisingDaySet(state.Site.Code, request.Date, change.Wrote(request.Reason));
    }

    private static async Task<Outcome<List<DayView>>> ListAsync(
        string site, Actor actor, IdentityDb db, CancellationToken cancellationToken) =>
        actor.MaySee(site)
            ? await db.AdvertisingDays.AsNoTracking().Where(d => d.Site == site).OrderBy(d => d.Date)
                .Select(d => new DayView(d.Date, d.Reason, d.SetBy)).ToListAsync(cancellationToken)
            : Unknown(site);

    private static Refused Unknown(string site) => Refused.NotFound(Text.Of("site.unknown", ("site", site)));

    internal sealed class Load(IdentityDb db, CompanyTime company)
        : ILoad<SiteCalendar, Request>, IView<SiteCalendar, View>
    {
        public async Task<Outcome<SiteCalendar>> LoadAsync(
            Named named, Request request, Change change, CancellationToken cancellationToken)
        {
            var code = named["site"];
            await db.LockLeavesAsync(cancellationToken);
            if (!named.Actor.MaySee(code) || await db.LockSiteAsync(code, cancellationToken) is not { } site)
                return Unknown(code);
            var date = request.Date;
            return new SiteCalendar(site, company)
            {
                IsSet = await db.AdvertisingDays.AnyAsync(d => d.Site == code && d.Date == date, cancellationToken),
                OnLeave = await db.Leaves
                    .Where(l => l.WithdrawnAt == null && l.From <= date && l.Until >= date)
                    .Join(
                        db.Staff.Where(s => s.Sites.Contains("*") || s.Sites.Contains(code)), l => l.Staff,
                        s => s.Number, (l, _) => l.Staff)
                    .OrderBy(number => number).ToListAsync(cancellationToken),
            };
        }

        public ValueTask<View> ShowAsync(SiteCalendar state, Actor actor, CancellationToken cancellationToken) =>
            ValueTask.FromResult(new View(state.Set!.Date, state.Set.Reason, state.OnLeave));
    }
}

/// <summary>A site with what its calendar says of a day.</summary>
internal sealed class SiteCalendar(Site site, CompanyTime company) : IState
{
    public Site Site => site;

    public CompanyTime Company => company;

    public Aggregate Root => site;

    /// <summary>Whether it advertises on that day already.</summary>
    public required bool IsSet { get; init; }

    /// <summary>Who of the site has leave on it.</summary>
    public required IReadOnlyList<string> OnLeave { get; init; }

    /// <summary>The day; null before it is set.</summary>
    public AdvertisingDay? Set { get; internal set; }
}

/// <summary>A site advertises on a day.</summary>
/// <param name="Site">The site's code.</param>
/// <param name="Date">The day.</param>
/// <param name="Reason">What is advertised.</param>
[HappensUnder("REC-5")]
internal sealed record AdvertisingDaySet(string Site, LocalDate Date, FreeText Reason) : IEvent<SiteCalendar>
{
    public void Apply(SiteCalendar state, Occurrence when) =>
        state.Set = new AdvertisingDay(Site, Date, Reason.Words!, when.By);

    public void React(SiteCalendar state, Occurrence when, Reactions follow)
    {
        follow.Add(state.Set!);
        follow.Audit(when, new("advertisingDaySet", Site, $"{Date:uuuu-MM-dd}"));
    }
}
