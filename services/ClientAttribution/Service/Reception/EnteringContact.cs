using Ops.ClientAttribution.Directory;
using Ops.Platform.Departments;
using Ops.Platform.Rules;

namespace Ops.ClientAttribution.Reception;

/// <summary>A visit or call that is being entered, and what the directory knows of whom it is.</summary>
internal sealed class EnteringContact(DeskContact of, FormOfClient form) : DeskContact(of.Day, of.Contacts, of.Contact)
{
    public FormOfClient Form => form;

    /// <summary>Whether the introducer is a client of the site.</summary>
    public bool IntroducerIsKnown { get; init; }

    /// <summary>Whose client the introducer is now; null for nobody's.</summary>
    public string? IntroducersConsultant { get; init; }
}

/// <summary>Locks the desk's day and then the site's clients, and looks up who it is.</summary>
internal sealed class EnteringLoad(ISource<DeskContact> contacts, ClientDirectory directory, IClientCases clients)
    : ILoad<EnteringContact, EnterContact.Request>
{
    public async Task<Outcome<EnteringContact>> LoadAsync(
        Named named, EnterContact.Request request, Change change, CancellationToken cancellationToken)
    {
        var found = await contacts.FindAsync(named, Access.Change, cancellationToken);
        if (found.Refusal is { } missing)
            return missing;
        var (contact, project) = (found.Value, found.Value.Day.Project);
        await directory.LockAsync(project, cancellationToken);
        var form = await directory.LookUpAsync(
            project, new(request.Name, request.Phone, WeChat: request.WeChat) { Client = request.Client },
            cancellationToken);
        var introducer = request.Introducer is { } id
            ? await directory.StandingAsync(project, id, cancellationToken)
            : null;
        return new EnteringContact(contact, form)
        {
            IntroducerIsKnown = introducer is not null,
            IntroducersConsultant = introducer is null
                ? null
                : await clients.ConsultantOfAsync(introducer.Id, change.At, cancellationToken),
        };
    }
}
