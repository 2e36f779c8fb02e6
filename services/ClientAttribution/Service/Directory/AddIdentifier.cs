using FluentValidation;
using Ops.ClientAttribution.Contracts;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.ClientAttribution.Directory;

/// <summary>
/// REC-4: a client is registered as fully as possible: one more phone, a document that they showed, a WeChat name. One
/// that leads to another client already is refused, and that client named: whether the two are one is for people to
/// say.
/// </summary>
internal static class AddIdentifier
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<ClientToKnow, Request, IdentifierAdded>(
                "clients/{id:guid}/identifiers", ClientAttributionPermissions.KeepClients, Decide)
            .OfferedOn<ClientEntry>((state, _) => RefusesMerged(state.Client))
            .Answers<ClientEntry, ClientView>((state, _) => state)
            .WithSummary("client.identify.summary");

    /// <summary>One of the three.</summary>
    /// <param name="Phone">A phone number.</param>
    /// <param name="Document">An identity document.</param>
    /// <param name="WeChat">A WeChat name.</param>
    internal sealed record Request(string? Phone = null, IdentityDocument? Document = null, string? WeChat = null);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Phone).Must((r, _) => new object?[] { r.Phone, r.Document, r.WeChat }
                .Count(one => one is not null) == 1).Refuses("REC-4", "client.identify-by-one");
            RuleFor(r => r.Phone).MustBeAPhone("REC-4").When(r => r.Phone is not null);
            RuleFor(r => r.Document!).SetValidator(new IdentityDocument.Validator()).When(r => r.Document is not null);
            RuleFor(r => r.WeChat).NotEmpty().Refuses("REC-4", "client.we-chat").IsOneLine(100)
                .When(r => r.WeChat is not null);
        }
    }

    [Rule("REC-4", "registered as fully as possible")]
    [Rule("ATT-5", "a number that leads to another client is shown, not taken")]
    internal static Outcome<IdentifierAdded> Decide(ClientToKnow state, Request request, Change change)
    {
        var (client, field) = (state.Client, request.Phone is not null ? "phone"
            : request.Document is not null ? "document" : "weChat");
        if (RefusesMerged(client) is { } merged)
            return merged;
        if (request.Document?.RefusesOn(state.Today(change)) is { } unborn)
            return unborn;
        if (state.Form.Known.FirstOrDefault(one => one.Stands.Id != client.Id) is { } other)
        {
            return Refused.Input("ATT-5", field, Text.Of(
                "client.leads-to-another", ("name", Masks.Of(PersonalClass.Name, other.Stands.Name)))) with
            {
                Evidence = [other.Stands.Evidence],
            };
        }

        return state.Form.Known.Count > 0
            ? Refused.Input("REC-4", field, Text.Of("client.known-already"))
            : new IdentifierAdded(client.Id, client.Project, change.NewId(), state.Form.Identifiers[0].Kind)
            {
                Shown = state.Form.Identifiers[0],
            };
    }

    /// <summary>A client who turned out to be another is changed there.</summary>
    public static Refused? RefusesMerged(Client client) => client.MergedInto is { } into
        ? new Refused("ATT-1", Text.Of("client.is-another")) { Evidence = [$"client/{into}"] }
        : null;
}

/// <summary>A client, and what the directory knows of what is added.</summary>
internal sealed class ClientToKnow(Client client, FormOfClient form, CompanyTime company) : ClientEntry(client)
{
    public FormOfClient Form => form;

    public NodaTime.LocalDate Today(Change change) => company.DateOf(change.At);
}

/// <summary>Locks the site, and looks up what is added.</summary>
internal sealed class ClientToKnowLoad(ClientSource clients, ClientDirectory directory, CompanyTime company)
    : ILoad<ClientToKnow, AddIdentifier.Request>
{
    public async Task<Outcome<ClientToKnow>> LoadAsync(
        Named named, AddIdentifier.Request request, Change change, CancellationToken cancellationToken)
    {
        var found = await clients.FindAsync(named, Access.Change, cancellationToken);
        if (found.Refusal is { } unknown)
            return unknown;
        var client = found.Value.Client;
        var said = new Said(null, request.Phone, request.Document, request.WeChat);
        return new ClientToKnow(
            client, await directory.LookUpAsync(client.Project, said, cancellationToken), company);
    }
}
