using FluentValidation;
using NodaTime;
using Ops.Platform.Approvals;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Subscriptions;

/// <summary>RES-4: a late payment plan 延迟付款 gives what is open other days, once a manager has agreed. Its approval is sales material (DOC-5.2.1).</summary>
internal sealed class DelayPayment(UnitDesk desk, TimeProvider time) : IChangeKind
{
    public ChangeKind Kind => ChangeKind.LatePayment;

    public string Rule => "RES-4";

    public IReadOnlyList<Need> Needs { get; } = [new(SalesControlPermissions.ApproveChange)];

    public UnitParts Parts => UnitParts.Sale;

    public string What(ChangeRequest change, Unit unit) => $"A late payment plan for {unit.Code}, until {ChangeDesk.DetailsOf<Details>(change).Instalments[^1].DueOn:uuuu-MM-dd}";

    [Rule("RES-4")]
    public async Task<Refused?> DoAsync(ChangeRequest change, Unit unit, Instant now, Actor by, CancellationToken cancellationToken)
    {
        var site = await desk.ProjectOfAsync(unit, cancellationToken);
        var details = ChangeDesk.DetailsOf<Details>(change);
        return unit.Reschedule(
            change.Id, change.Subject!.Value, [.. details.Instalments.Select(i => i.Read())], details.Open.ToDecimal(), change.Reason, site.At(now).Date, site.TimeZone, now, by.Id,
            () => Guid.CreateVersion7(time.GetUtcNow()));
    }

    /// <summary>What is asked for.</summary>
    /// <param name="Instalments">What is paid when, instead of what is open.</param>
    /// <param name="Open">What was open when it was asked for: what comes in before it is granted counts towards the plan.</param>
    internal sealed record Details(IReadOnlyList<InstalmentForm> Instalments, Money Open);
}

/// <summary>RES-4: a late payment plan is asked for.</summary>
internal static class AskForDelay
{
    public static void MapAskForDelay(this IEndpointRouteBuilder api) =>
        api.MapPost("subscriptions/{id:guid}/late-payment", HandleAsync).AsCommand(SalesControlPermissions.AskForChange)
            .WithSummary("Ask for a late payment plan").Produces<ChangeView>(StatusCodes.Status201Created);

    /// <summary>The plan, and why.</summary>
    /// <param name="Instalments">What is paid when, in the order of the days; it sums to what is open.</param>
    /// <param name="Reason">Why.</param>
    internal sealed record Request(IReadOnlyList<InstalmentForm> Instalments, string Reason);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Instalments).Must(plan => plan.Count is > 0 and <= InstalmentForm.Most).WithMessage($"There are 1 to {InstalmentForm.Most} instalments.").WithState(_ => "RES-4");
            RuleForEach(r => r.Instalments).NotNull().SetValidator(new InstalmentForm.Validator());
            RuleFor(r => r.Reason).NotEmpty().WithMessage("A late payment plan needs its reason.").WithState(_ => "RES-4").MaximumLength(500);
        }
    }

    [Rule("RES-4")]
    private static Task<IResult> HandleAsync(Guid id, Request request, IfMatch ifMatch, Actor actor, SaleDesk desk, CancellationToken cancellationToken) => desk.AskAsync(
        id, ifMatch, actor, ChangeKind.LatePayment, request.Reason,
        hand => Task.FromResult<Outcome<DelayPayment.Details>>(
            hand.Unit.RefusesReschedule(id, [.. request.Instalments.Select(i => i.Read())], hand.Sale.Open, hand.Today) is { } refusal
                ? refusal
                : new DelayPayment.Details(request.Instalments, Money.Of(hand.Sale.Open))),
        cancellationToken);
}
