using FluentValidation;
using Ops.ClientAttribution.Attribution;
using Ops.ClientAttribution.Contracts;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.ClientAttribution.Clients;

/// <summary>
/// ATT-7: the marketing manager confirms a major customer 重大客户 as several consultants': with shares that sum to exactly
/// 100 %, or with equal ones.
/// </summary>
internal static class ConfirmMajor
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<ClientCase, Request, MajorCustomerConfirmed>(
                "clients/{id:guid}/shares", ClientAttributionPermissions.ManageClients, Decide)
            .OfferedOn<ClientCase>((state, _) => state.RefusesUnheld())
            .Answers<AttributionView>()
            .WithSummary("client.divide.summary");

    /// <summary>Who has how much.</summary>
    /// <param name="Shares">Each consultant once; all without a percentage for equal shares.</param>
    internal sealed record Request(IReadOnlyList<PartForm> Shares);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Shares).MustBeShares().Must(all => all is null || all.Count != 1)
                .Refuses("ATT-7", "client.shares-of-one");
            RuleForEach(r => r.Shares).SetValidator(new PartForm.Validator());
        }
    }

    [Rule("ATT-7", "the manager confirms a major customer")]
    internal static Outcome<MajorCustomerConfirmed> Decide(ClientCase state, Request request, Change change)
    {
        if (state.RefusesUnheld() is { } refusal)
            return refusal;
        if (request.Shares.Any(one => one.Consultant == change.Actor.Id))
            return Refused.Input("CS-7", "shares", Text.Of("client.shares-of-oneself"));
        return SharesForm.Read(request.Shares).Then<MajorCustomerConfirmed>(divided =>
        {
            var major = new MajorCustomerConfirmed(
                change.NewId(), state.Client.Id, state.Client.Project, divided.All, change.PostOf());
            return state.RefusesAsVoid(major.FactOf(state, change.Now), change) is { } isVoid ? isVoid : major;
        });
    }
}

/// <summary>A major customer was confirmed as several consultants'.</summary>
/// <param name="ConfirmationId">The confirmation.</param>
/// <param name="ClientId">Who.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Shares">Who has how much.</param>
/// <param name="Post">As what it was confirmed.</param>
[HappensUnder("ATT-7")]
internal sealed record MajorCustomerConfirmed(
    Guid ConfirmationId, Guid ClientId, string Project, IReadOnlyList<Share> Shares, Post Post) : IEvent<ClientCase>
{
    public void Apply(ClientCase state, Occurrence when) => state.Add(FactOf(state, when));

    public void React(ClientCase state, Occurrence when, Reactions follow) =>
        follow.Record(state, ConfirmationId, FactOf(state, when), reason: null, when);

    public Fact.MajorConfirmed FactOf(ClientCase state, Occurrence when) => new(
        $"major/{ConfirmationId}", when.At, state.Name, Attribution.Shares.Of(Shares).Value, when.By, Post);
}
