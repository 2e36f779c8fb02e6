using NodaTime;
using Ops.Platform.PersonalData;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.ClientAttribution.Reception;

/// <summary>A visit or call as a caller sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="DeskDay">The day of the desk that it is of.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Day">The date.</param>
/// <param name="Number">Which of the day's visits and calls it is.</param>
/// <param name="Channel">Whether they came or called.</param>
/// <param name="Kind">What a call is about; null for a visit.</param>
/// <param name="State">How far it has come; what was not entered in time is shown as no record.</param>
/// <param name="Consultant">Who receives; null while nobody is free.</param>
/// <param name="StandsInFor">In whose place; null for nobody's.</param>
/// <param name="Turn">Which turn that used up.</param>
/// <param name="Steps">Why they receive, step by step.</param>
/// <param name="CameBefore">What was answered to whether they came or called before.</param>
/// <param name="AsksFor">The consultant whom they asked for.</param>
/// <param name="FirstReceiver">Who received them first, by the register.</param>
internal sealed record ContactView(
    Guid Id, Guid DeskDay, string Project, LocalDate Day, int Number, Channel Channel, CallKind? Kind,
    ContactState State, string? Consultant, string? StandsInFor, Turn Turn, IReadOnlyList<ContactView.StepView> Steps,
    bool CameBefore, string? AsksFor, string? FirstReceiver)
{
    /// <summary>When they came or called.</summary>
    public required OffsetDateTime CameAt { get; init; }

    /// <summary>When somebody began to receive them; null while nobody has.</summary>
    public OffsetDateTime? AssignedAt { get; init; }

    /// <summary>When it was over; null while it is not.</summary>
    public OffsetDateTime? EndedAt { get; init; }

    /// <summary>Until when it must be entered on the register; null where it need not.</summary>
    public OffsetDateTime? EntryDueAt { get; init; }

    /// <summary>When it was entered; null where it was not.</summary>
    public OffsetDateTime? EnteredAt { get; init; }

    /// <summary>Whether the call occupied the hotline for too long.</summary>
    public bool TooLong { get; init; }

    /// <summary>Whether they wait to be called back.</summary>
    public bool CallBackOwed { get; init; }

    /// <summary>When they were called back; null where they were not.</summary>
    public OffsetDateTime? CalledBackAt { get; init; }

    /// <summary>The customer's name: in full for whoever received them.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// Their phone number: in full for whoever received them, and of one that is shown alone for whoever may call back.
    /// </summary>
    public string? Phone { get; init; }

    /// <summary>
    /// What the reader may do to it now, by the names of the operations; null where it is one of several that are
    /// shown.
    /// </summary>
    public IReadOnlyList<string>? Actions { get; init; }

    public static ContactView Of(DeskDay day, Contact contact, Actor actor, ITexts texts)
    {
        var isTheirs = contact.Consultant == actor.Id;
        return new(
            contact.Id, day.Id, contact.Project, contact.Day, contact.Number, contact.Channel, contact.Kind,
            contact.State, contact.Consultant, contact.StandsInFor, contact.Turn,
            [.. contact.Steps.Select(step => new StepView(step.Rule, texts.Render(step.Text)))],
            contact.Visitor.CameBefore, contact.Visitor.AsksFor, contact.Visitor.FirstReceiver)
        {
            CameAt = day.At(contact.CameAt),
            AssignedAt = day.At(contact.AssignedAt),
            EndedAt = day.At(contact.EndedAt),
            EntryDueAt = day.At(contact.EntryDueAt),
            EnteredAt = day.At(contact.EnteredAt),
            TooLong = contact.TooLong,
            CallBackOwed = contact.CallBackOwed,
            CalledBackAt = day.At(contact.CalledBackAt),
            Name = Shown(PersonalClass.Name, contact.Name),
            Phone = Shown(PersonalClass.Phone, contact.Phone),
        };

        string? Shown(PersonalClass kind, string? value) =>
            value is null || isTheirs ? value : Masks.Of(kind, value);
    }

    /// <summary>One step of why somebody receives.</summary>
    /// <param name="Rule">The rule that it follows from.</param>
    /// <param name="Text">What it says.</param>
    internal sealed record StepView(string Rule, string Text);
}
