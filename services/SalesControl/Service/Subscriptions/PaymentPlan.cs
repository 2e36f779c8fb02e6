using FluentValidation;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.SalesControl.Subscriptions;

/// <summary>An instalment as a caller sends it.</summary>
/// <param name="DueOn">The day by whose end it is paid.</param>
/// <param name="Amount">How much.</param>
internal sealed record InstalmentForm(LocalDate DueOn, Money Amount)
{
    public const int Most = 60;

    public PlannedPayment Read() => new(DueOn, Amount.ToDecimal());

    internal sealed class Validator : AbstractValidator<InstalmentForm>
    {
        public Validator()
        {
            RuleFor(i => i.DueOn).Must(Days.Know).Refuses("RES-4", Days.Beyond);
            RuleFor(i => i.Amount).SetValidator(new Money.Validator());
        }
    }
}

/// <summary>Reads instalments.</summary>
internal static class Instalments
{
    /// <summary>There are some, and not too many.</summary>
    public static IRuleBuilderOptions<T, IReadOnlyList<InstalmentForm>> MustBeSomeInstalments<T>(
        this IRuleBuilder<T, IReadOnlyList<InstalmentForm>> rule) =>
        rule.Must(plan => plan.Count is > 0 and <= InstalmentForm.Most)
            .Refuses("RES-4", "instalments.count", ("most", InstalmentForm.Most));
}

/// <summary>Something to be paid by the end of a day.</summary>
/// <param name="DueOn">The day.</param>
/// <param name="Amount">CNY.</param>
internal sealed record PlannedPayment(LocalDate DueOn, decimal Amount);

/// <summary>
/// Plans of payment: as agreed, by default, and after a swap. Their amounts always sum to what is owed.
/// </summary>
internal static class PaymentPlan
{
    /// <summary>
    /// Null where the instalments sum to what is owed, in the order of their days, none of which is past.
    /// </summary>
    [Rule("RES-4", "the instalments sum to what is owed")]
    public static Refused? Refuses(IReadOnlyList<PlannedPayment> plan, decimal owed, LocalDate today)
    {
        if (plan.Sum(p => p.Amount) != owed)
        {
            return Refused.Input("RES-4", "instalments", Text.Of(
                "instalments.sum", ("sum", plan.Sum(p => p.Amount)), ("owed", owed)));
        }

        if (plan.Zip(plan.Skip(1)).Any(pair => pair.Second.DueOn <= pair.First.DueOn))
            return Refused.Input("RES-4", "instalments", Text.Of("instalments.order"));
        return plan.Count > 0 && plan[0].DueOn < today
            ? Refused.Input("RES-4", "instalments", Text.Of("instalments.past"))
            : null;
    }

    /// <summary>
    /// The default plan: each step's share of the price, cut to whole cents; what that leaves goes to the last.
    /// </summary>
    public static IReadOnlyList<PlannedPayment> Default(SaleSettings settings, decimal price, LocalDate signedOn)
    {
        var plan = new List<PlannedPayment>();
        var left = price;
        foreach (var step in settings.Plan)
        {
            var amount = step == settings.Plan[^1] ? left : Math.Floor(price * step.Percent) / 100;
            left -= amount;
            if (amount > 0)
                plan.Add(new(signedOn.PlusDays(step.Days), amount));
        }

        return plan;
    }

    /// <summary>
    /// After a swap the instalments keep their days; an unpaid one whose day is past is due today. What the other unit
    /// costs more goes to the last of them, or into one of its own when that is paid; what it costs less comes off the
    /// last ones. What was paid already must not be more than the price.
    /// </summary>
    public static IReadOnlyList<PlannedPayment> After(
        IReadOnlyList<Instalment> before, decimal price, SaleSettings settings, LocalDate today)
    {
        if (before.Count == 0)
            return Default(settings, price, today);

        List<PlannedPayment> plan =
        [
            .. before.Select(i =>
                new PlannedPayment(i.PaidAt is null && i.DueOn < today ? today : i.DueOn, i.Amount)),
        ];
        var more = price - before.Sum(i => i.Amount);
        if (more > 0)
        {
            if (before[^1].PaidAt is null)
                plan[^1] = plan[^1] with { Amount = plan[^1].Amount + more };
            else
                plan.Add(new(today.PlusDays(settings.Plan[^1].Days), more));
        }

        for (var less = -more; less > 0;)
        {
            var off = Math.Min(less, plan[^1].Amount);
            less -= off;
            plan[^1] = plan[^1] with { Amount = plan[^1].Amount - off };
            if (plan[^1].Amount == 0)
                plan.RemoveAt(plan.Count - 1);
        }

        return plan;
    }
}
