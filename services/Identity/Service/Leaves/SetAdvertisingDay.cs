using FluentValidation;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Identity.Audit;
using Ops.Identity.Contracts;
using Ops.Identity.Storage;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.ServiceDefaults;

namespace Ops.Identity.Leaves;

/// <summary>REC-5: the calendar of a site's advertising days, on which nobody takes leave.</summary>
internal static class SetAdvertisingDay
{
    public static void MapSetAdvertisingDay(this IEndpointRouteBuilder api)
    {
        api.MapGet("sites/{site}/advertising-days", ListAsync).RequirePermission(IdentityPermissions.ReadStaff)
            .WithSummary("The advertising days of a site").Produces<IReadOnlyList<DayView>>();
        api.MapPost("sites/{site}/advertising-days", SetAsync).AsCommand(IdentityPermissions.SetAdvertisingDays)
            .WithSummary("Set an advertising day; answers who has leave on it already")
            .Produces<View>(StatusCodes.Status201Created);
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
        public Validator() => RuleFor(r => r.Reason).NotEmpty().MaximumLength(200);
    }

    private static async Task<IResult> ListAsync(string site, Actor actor, IdentityDb db, CancellationToken cancellationToken) => actor.MaySee(site)
        ? Results.Ok(await db.AdvertisingDays.AsNoTracking().Where(d => d.Site == site).OrderBy(d => d.Date).Select(d => new DayView(d.Date, d.Reason, d.SetBy)).ToListAsync(cancellationToken))
        : Unknown(site).ToProblem();

    [Rule("REC-5")]
    private static async Task<IResult> SetAsync(
        string site, Request request, Actor actor, IdentityDb db, AuditRegister audit, IClock clock, CompanyTime company,
        CancellationToken cancellationToken)
    {
        if (!actor.MaySee(site) || !await db.Sites.AnyAsync(s => s.Code == site, cancellationToken))
            return Unknown(site).ToProblem();
        if (request.Date < company.DateOf(clock.GetCurrentInstant()))
            return Refused.Input("T-6", "date", "An advertising day is not set back.").ToProblem();
        await db.LockLeavesAsync(cancellationToken);
        if (await db.AdvertisingDays.AnyAsync(d => d.Site == site && d.Date == request.Date, cancellationToken))
            return new Refused(null, $"{request.Date:uuuu-MM-dd} is an advertising day of {site} already.").ToProblem();

        db.AdvertisingDays.Add(new AdvertisingDay(site, request.Date, request.Reason.Trim(), actor.Id));
        await audit.AddAsync(new("advertisingDaySet", site, $"{request.Date:uuuu-MM-dd}"), actor.Id, cancellationToken);
        var away = await db.Leaves.Where(l => l.WithdrawnAt == null && l.From <= request.Date && l.Until >= request.Date)
            .Join(db.Staff.Where(s => s.Sites.Contains("*") || s.Sites.Contains(site)), l => l.Staff, s => s.Number, (l, _) => l.Staff).OrderBy(number => number).ToListAsync(cancellationToken);
        return Results.Created($"/api/identity/sites/{site}/advertising-days", new View(request.Date, request.Reason.Trim(), away));
    }

    private static Refused Unknown(string site) => Refused.NotFound($"There is no site {site} among those that you may see.");
}
