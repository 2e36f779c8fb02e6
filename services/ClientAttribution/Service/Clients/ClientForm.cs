using FluentValidation;
using Ops.ClientAttribution.Attribution;
using Ops.ClientAttribution.Contracts;
using Ops.ClientAttribution.Directory;
using Ops.ClientAttribution.Reception;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.ClientAttribution.Clients;

/// <summary>Whom a registration that is not the desk's is about.</summary>
/// <param name="Name">The name.</param>
/// <param name="Phone">The phone number; null where it is not known.</param>
/// <param name="WeChat">The WeChat name; null where it is not known.</param>
/// <param name="Document">The identity document; null where it was not shown.</param>
/// <param name="Kind">A person or a company.</param>
/// <param name="Client">Which client of the directory it is; null where phone, document and name say it.</param>
/// <param name="IsNew">Whether it is none of those who may be the same.</param>
internal sealed record ClientForm(
    string Name, string? Phone = null, string? WeChat = null, IdentityDocument? Document = null,
    ClientKind Kind = ClientKind.Person, Guid? Client = null, bool IsNew = false)
{
    internal sealed class Validator : AbstractValidator<ClientForm>
    {
        public Validator()
        {
            RuleFor(f => f.Name).NotEmpty().Refuses("REC-4", "client.name-missing").IsOneLine(100);
            // Who cannot be recognised cannot be anybody's: a name is many people's.
            RuleFor(f => f.Phone).Must((f, _) => f.Phone is not null || f.WeChat is not null
                || f.Document is not null || f.Client is not null).Refuses("REC-4", "client.unrecognisable");
            RuleFor(f => f.Phone).MustBeAPhone("REC-4").When(f => f.Phone is not null);
            RuleFor(f => f.WeChat).NotEmpty().Refuses("REC-4", "client.we-chat").IsOneLine(100)
                .When(f => f.WeChat is not null);
            RuleFor(f => f.Document!).SetValidator(new IdentityDocument.Validator()).When(f => f.Document is not null);
            RuleFor(f => f.IsNew).Equal(false).Refuses("ATT-5", "client.new-or-known").When(f => f.Client is not null);
        }
    }
}

/// <summary>The case of whoever a form is about: of one who is known, or of one who is new.</summary>
internal sealed class RegisteringCase(ClientCase of, EntryOfClient entry, ClientKind kind)
    : ClientCase(of.Client, of.Award, of.Facts, of.Terms)
{
    public EntryOfClient Entry => entry;

    /// <summary>What happens in the directory, and then what the form is for.</summary>
    public Events<ClientCase> With(RegisteredBy how, Change change, IEvent<ClientCase> registered) => new(
        [.. Registration.Of(this, entry, how, kind, change.NewId), registered]);
}

/// <summary>Locks the site's clients, looks up whom the form is about, and loads what is known of them.</summary>
internal sealed class RegisteringLoad(ClientDirectory directory, CaseLoader cases, CompanyTime company)
    : ILoad<RegisteringCase, ClientForm>
{
    public async Task<Outcome<RegisteringCase>> LoadAsync(
        Named named, ClientForm request, Change change, CancellationToken cancellationToken)
    {
        var project = named["project"];
        if (!named.Actor.MaySee(project))
            return Refused.NotFound(Text.Of("client.site-unknown", ("site", project)));
        await directory.LockAsync(project, cancellationToken);
        if (request.Document?.RefusesOn(company.DateOf(change.At)) is { } unborn)
            return unborn;
        var form = await directory.LookUpAsync(
            project, new(request.Name, request.Phone, request.Document, request.WeChat) { Client = request.Client },
            cancellationToken);
        var who = Identification.Of(form, request.Client, request.IsNew, change.NewId);
        if (who.Refusal is { } refused)
            return refused;
        var of = who.Value.IsNew
            ? cases.New(who.Value.Client, project)
            : (await cases.FindAsync(project, who.Value.Client, Access.Change, cancellationToken))!;
        return new RegisteringCase(of, new(who.Value, request.Name.Trim(), form.Identifiers), request.Kind)
        {
            Group = of.Group,
        };
    }
}

/// <summary>What a fact does when it is recorded.</summary>
internal static class Recording
{
    /// <summary>
    /// It is kept, stands on the register, and whose client it is is decided anew. Called once, where the event that
    /// brings it has had its effect.
    /// </summary>
    public static void Record(
        this Reactions follow, ClientCase of, Guid id, Fact fact, FreeText? reason, Occurrence when)
    {
        follow.Add(new ClientFact(id, of.Client, fact, when.By));
        follow.Register(ClientRegisters.Noted(of, fact, reason, when.By));
        of.Reconsider(when, follow);
    }

    /// <summary>
    /// What the rules say against a fact before it is recorded: where it would change nothing, the step that says why.
    /// </summary>
    public static Refused? RefusesAsVoid(this ClientCase of, Fact fact, Change change)
    {
        var decided = AttributionDecision.Decide(of.Facts.All.Append(fact), new(of.Name, change.At, of.Terms));
        if (!ClientAward.Same(decided.Award, of.Decide(change.At).Award))
            return null;
        var why = decided.Steps.Last(step => step.Evidence.Contains(fact.Id));
        return new Refused(why.Rule, why.Text) { Evidence = why.Evidence };
    }

    /// <summary>As what somebody decides.</summary>
    public static Post PostOf(this Change change)
    {
        var may = change.Actor.PermissionsAt(change.At).ToList();
        return may.Contains(ClientAttributionPermissions.ManageClients) ? Post.Manager
            : may.Contains(ClientAttributionPermissions.LeadClients) ? Post.Supervisor
            : Post.Consultant;
    }
}
