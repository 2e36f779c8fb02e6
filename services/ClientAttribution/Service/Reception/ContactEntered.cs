using System.Text.Json.Serialization;
using Ops.Platform.Departments;
using Ops.Platform.Tasks;
using Ops.Platform.Texts;

namespace Ops.ClientAttribution.Reception;

/// <summary>A visit or call was entered on the register.</summary>
/// <param name="ContactId">The visit or call.</param>
/// <param name="Number">Which of the day's it is.</param>
/// <param name="CameBefore">What the customer answered.</param>
/// <param name="CallBack">Whether they are to be called back.</param>
[HappensUnder("ATT-II.5")]
internal sealed record ContactEntered(Guid ContactId, int Number, bool CameBefore, bool CallBack) : IEvent<Desk>
{
    /// <summary>Who it was; null where a call makes nobody a client.</summary>
    public Guid? ClientId { get; init; }

    /// <summary>The employee outside sales who introduced them.</summary>
    public string? Employee { get; init; }

    /// <summary>The client who brought or recommended them.</summary>
    public Guid? Introducer { get; init; }

    /// <summary>Whether they named that client.</summary>
    public bool IntroducerNamed { get; init; }

    /// <summary>Whose client the introducer was.</summary>
    public string? IntroducersConsultant { get; init; }

    /// <summary>Whom it is about, for whose client that makes them: in no log.</summary>
    [JsonIgnore]
    public EntryOfClient? Entry { get; init; }

    /// <summary>The customer's name: in the table and sealed beside the register, and in no log.</summary>
    [JsonIgnore]
    public string? Name { get; init; }

    /// <summary>Their phone number, E.164: likewise.</summary>
    [JsonIgnore]
    public string? Phone { get; init; }

    public void Apply(Desk state, Occurrence when)
    {
        var contact = state.ContactOf(ContactId);
        (contact.Name, contact.Phone, contact.EnteredAt) = (Name, Phone ?? contact.Phone, when.At);
        contact.Visitor = contact.Visitor with { CameBefore = CameBefore };
        contact.CallBackOwed = CallBack;
        (contact.ClientId, contact.Employee) = (ClientId, Employee);
        (contact.Introducer, contact.IntroducerNamed) = (Introducer, IntroducerNamed);
        contact.IntroducersConsultant = IntroducersConsultant;
        if (contact.State == ContactState.EntryOwed)
            contact.State = ContactState.Entered;
        contact.Version++;
    }

    public void React(Desk state, Occurrence when, Reactions follow)
    {
        var contact = state.ContactOf(ContactId);
        follow.Register(ContactRegisters.Entered(contact, CameBefore, when.By));
        follow.Deadlines.Meet(contact.EntryKey, when.At);
        follow.Tasks.Done(contact.EntryTask, when.At, when.By);
        if (Entry is { } entry)
        {
            follow.Look<IClientCases>((clients, cancellationToken) => clients.TakeAsync(
                contact, entry, when, follow, cancellationToken));
        }

        if (!CallBack)
            return;
        follow.Tasks.Add(new NewTask(
            contact.CallBackTask, Addressee.ForPerson(contact.Consultant!), contact.Project,
            Text.Of("contact.task.call-back", ("number", Number)), "ATT-I.2", contact.Path, when.At)
        {
            MustBeDone = true,
        });
    }
}
