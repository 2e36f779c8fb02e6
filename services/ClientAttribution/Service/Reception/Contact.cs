using NodaTime;
using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.ClientAttribution.Reception;

/// <summary>How somebody got in touch.</summary>
internal enum Channel
{
    /// <summary>来访: came to the desk.</summary>
    Visit,

    /// <summary>来电: called the hotline.</summary>
    Call,
}

/// <summary>What a call is about: not every one counts as a turn (ATT-I.1).</summary>
internal enum CallKind
{
    /// <summary>Somebody who wants to know about the units.</summary>
    Enquiry,

    /// <summary>Somebody who asks for a person: not counted.</summary>
    AsksForPerson,

    /// <summary>Somebody who sells something: not counted.</summary>
    SalesPitch,
}

/// <summary>How far a visit or a call has come.</summary>
internal enum ContactState
{
    /// <summary>A visitor whom nobody is free to receive.</summary>
    Waiting,

    /// <summary>A consultant is with them.</summary>
    Open,

    /// <summary>Over; the entry on the register is owed.</summary>
    EntryOwed,

    /// <summary>Over, and entered on the register.</summary>
    Entered,

    /// <summary>Over, and not entered in time: it counts as no record (ATT-III.6).</summary>
    NoRecord,

    /// <summary>Went before anybody received them, or called when nobody was free.</summary>
    Left,
}

/// <summary>Whether receiving somebody used up a turn 接待名额.</summary>
internal enum Turn
{
    /// <summary>None: an appointment, an old customer, a call that is not counted.</summary>
    None,

    /// <summary>The turn that was the consultant's in the order.</summary>
    Used,

    /// <summary>The turn that had been kept for the consultant.</summary>
    Kept,
}

/// <summary>Why somebody was assigned as they were: one step of the decision.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="Text">What it says here.</param>
internal sealed record Step(string Rule, Text Text);

/// <summary>What the rotation must know of a visitor. Who they are is not in it.</summary>
/// <param name="CameBefore">What they answered: whether they came or called before (ATT-5).</param>
/// <param name="FirstReceiver">Who received them first, by the register; null where it does not know them.</param>
/// <param name="AsksFor">The consultant they ask for; null for none.</param>
/// <param name="HasAppointment">Whether that is because of an appointment.</param>
/// <param name="IntroducedByEmployee">Whether an employee outside sales introduced them (ATT-III.5).</param>
internal sealed record Visitor(
    bool CameBefore, string? FirstReceiver = null, string? AsksFor = null, bool HasAppointment = false,
    bool IntroducedByEmployee = false);

/// <summary>A visit to the desk or a call on the hotline 接触, of one day, under the lock of that day's desk.</summary>
internal sealed class Contact
{
    private Contact()
    {
    }

    public Contact(Guid id, DeskDay day, Channel channel, int number) =>
        (Id, DayId, Project, Day, Channel, Number) = (id, day.Id, day.Project, day.Day, channel, number);

    public Guid Id { get; private init; }

    public Guid DayId { get; private init; }

    public string Project { get; private init; } = "";

    public LocalDate Day { get; private init; }

    public Channel Channel { get; private init; }

    /// <summary>Which of the day's visits and calls it is, from 1.</summary>
    public int Number { get; private init; }

    /// <summary>How many events were about it: its <c>ETag</c>. The desk's own changes with every arrival.</summary>
    public long Version { get; internal set; }

    public ContactState State { get; internal set; }

    /// <summary>What a call is about; null for a visit.</summary>
    public CallKind? Kind { get; internal set; }

    public Visitor Visitor { get; internal set; } = new(CameBefore: false);

    public Instant CameAt { get; internal set; }

    /// <summary>Who entered it.</summary>
    public string CameBy { get; internal set; } = "";

    /// <summary>Who receives; null while nobody is free.</summary>
    public string? Consultant { get; internal set; }

    /// <summary>In whose place: the consultant whose customer it is (ATT-3, REC-2.2); null for nobody's.</summary>
    public string? StandsInFor { get; internal set; }

    public Turn Turn { get; internal set; }

    /// <summary>Why they receive.</summary>
    public IReadOnlyList<Step> Steps { get; internal set; } = [];

    public Instant? AssignedAt { get; internal set; }

    public Instant? EndedAt { get; internal set; }

    /// <summary>Until when it must be entered on the register; null while it is not over.</summary>
    public Instant? EntryDueAt { get; internal set; }

    public Instant? EnteredAt { get; internal set; }

    /// <summary>Whether the hotline was occupied for too long (ATT-I.2).</summary>
    public bool TooLong { get; internal set; }

    /// <summary>Whether the caller waits to be called back (ATT-I.2).</summary>
    public bool CallBackOwed { get; internal set; }

    public Instant? CalledBackAt { get; internal set; }

    /// <summary>The visitor's name, once entered.</summary>
    public string? Name { get; internal set; }

    /// <summary>E.164; null where it was not given.</summary>
    public string? Phone { get; internal set; }

    /// <summary>
    /// Who it is: by their phone from the arrival, and for certain once entered; null while not known.
    /// </summary>
    public Guid? ClientId { get; internal set; }

    /// <summary>Who was passed over at their turn (ATT-4).</summary>
    public IReadOnlyList<string> PassedOver { get; internal set; } = [];

    /// <summary>The employee outside sales who introduced them, once entered (ATT-III.5).</summary>
    public string? Employee { get; internal set; }

    /// <summary>The client who brought or recommended them, once entered (ATT-2, REC-2.3).</summary>
    public Guid? Introducer { get; internal set; }

    /// <summary>Whether they named that client.</summary>
    public bool IntroducerNamed { get; internal set; }

    /// <summary>Whose client the introducer was then; null for nobody's.</summary>
    public string? IntroducersConsultant { get; internal set; }

    /// <summary>Where it is read.</summary>
    public string Path => PathOf(Id);

    /// <summary>The name of it in a refusal's evidence.</summary>
    public string Evidence => $"contact/{Id}";

    /// <summary>The name of the deadline of its entry.</summary>
    public string EntryKey => $"{EntryFallsDue.KindName}/{Id}";

    /// <summary>The key of the task to enter it.</summary>
    public string EntryTask => $"contact/{Id}/entry";

    /// <summary>The key of the task to call back.</summary>
    public string CallBackTask => $"contact/{Id}/call-back";

    /// <summary>The rule on its register: the reception's or the hotline's.</summary>
    public string RegisterRule => Channel == Channel.Visit ? "ATT-II.5" : "ATT-I.5";

    /// <summary>The register that it is entered on.</summary>
    public string Register => Channel == Channel.Visit ? ContactRegisters.Receptions : ContactRegisters.Calls;

    public static string PathOf(Guid id) => $"/api/clients/contacts/{id}";

    /// <summary>A refusal that rests on this contact.</summary>
    public Refused Refuse(string rule, string code, params ReadOnlySpan<(string Name, object? Value)> args) =>
        new(rule, Text.Of(code, args)) { Evidence = [Evidence] };
}
