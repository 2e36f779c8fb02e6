using FluentValidation;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;

namespace Ops.SalesControl.Listing;

/// <summary>RES-2: a kind of unit is called otherwise; its units stay what they are.</summary>
internal static class RenameUnitKind
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<KindOfUnit, Request, UnitKindRenamed>(
                "unit-kinds/{kind}/names", SalesControlPermissions.ImportUnits, Decide)
            .Answers<AddUnitKind.View>().WithSummary("unit-kind.rename.summary");

    /// <summary>Its names.</summary>
    /// <param name="Name">What it is called in Chinese.</param>
    /// <param name="NameEn">What it is called in English.</param>
    internal sealed record Request(string Name, string NameEn);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Name).NotEmpty().IsOneLine(20);
            RuleFor(r => r.NameEn).NotEmpty().IsOneLine(20);
        }
    }

    [Rule("RES-2", "names of kinds")]
    internal static Outcome<UnitKindRenamed> Decide(KindOfUnit state, Request request, Change change) =>
        (state.Refuses(request.Name, "name") ?? state.Refuses(request.NameEn, "nameEn")) is { } taken
            ? taken
            : new UnitKindRenamed(state.Kind.Code, request.Name.Trim(), request.NameEn.Trim());
}

/// <summary>A kind of unit was called otherwise.</summary>
/// <param name="Kind">Its code.</param>
/// <param name="Name">What it is called in Chinese.</param>
/// <param name="NameEn">What it is called in English.</param>
[HappensUnder("RES-2")]
internal sealed record UnitKindRenamed(string Kind, string Name, string NameEn) : IEvent<KindOfUnit>
{
    public void Apply(KindOfUnit state, Occurrence when) => (state.Kind.Name, state.Kind.NameEn) = (Name, NameEn);
}
