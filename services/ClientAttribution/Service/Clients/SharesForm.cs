using FluentValidation;
using Ops.ClientAttribution.Attribution;
using Ops.Platform.Commands;
using Ops.Platform.Rules;

namespace Ops.ClientAttribution.Clients;

/// <summary>A consultant's part of a client, as a form has it.</summary>
/// <param name="Consultant">The staff number.</param>
/// <param name="Percent">How much; null for as much as everybody else.</param>
internal sealed record PartForm(string Consultant, decimal? Percent = null)
{
    internal sealed class Validator : AbstractValidator<PartForm>
    {
        public Validator() => RuleFor(p => p.Consultant).IsCode("desk.staff-number");
    }
}

/// <summary>ATT-7: shares as people hand them in: all with a percentage, or all without one for equal shares.</summary>
internal static class SharesForm
{
    /// <summary>All have a percentage, or none has.</summary>
    public static IRuleBuilderOptions<T, IReadOnlyList<PartForm>> MustBeShares<T>(
        this IRuleBuilder<T, IReadOnlyList<PartForm>> rule) => rule
        .NotEmpty().Refuses("ATT-7", "client.shares-missing")
        .Must(all => all is null || all.All(one => one.Percent is null) || all.All(one => one.Percent is not null))
        .Refuses("ATT-7", "client.shares-mixed");

    /// <summary>The shares; a refusal where they do not sum to 100 %.</summary>
    public static Outcome<Shares> Read(IReadOnlyList<PartForm> parts) =>
        parts.All(one => one.Percent is null) && parts.DistinctBy(one => one.Consultant).Count() == parts.Count
            ? Shares.Equal(parts.Select(one => one.Consultant))
            : Shares.Of(parts.Select(one => new Share(one.Consultant, one.Percent ?? 0)));
}
