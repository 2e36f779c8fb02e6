using NodaTime;
using Ops.Platform.Departments;
using Ops.Platform.Registers;

namespace Ops.ClientAttribution.Reception;

/// <summary>
/// The registers of receptions 来访登记表 and of calls 来电登记表, a chain a site each (ATT-I.5, ATT-II.5). The time of an
/// entry is the server's; who the visitor is lies sealed beside it.
/// </summary>
internal static class ContactRegisters
{
    public const string Receptions = "receptions";

    public const string Calls = "calls";

    /// <summary>The day was opened with its order.</summary>
    public static RegisterNote Opened(DeskDay day, string by) => new(
        Receptions, day.Project, by,
        new OpenedRecord("opened", day.Path, day.Day, [.. day.Seats.Select(seat => seat.Consultant)]));

    /// <summary>Somebody came or called.</summary>
    public static RegisterNote Came(Contact contact, string by) => new(
        contact.Register, contact.Project, by,
        new CameRecord(
            "came", contact.Path, contact.Number, contact.Kind, contact.Visitor.CameBefore, contact.Visitor.AsksFor,
            contact.Visitor.FirstReceiver),
        Personal(contact));

    /// <summary>Who receives them, and by which rules.</summary>
    public static RegisterNote Assigned(Contact contact, ContactAssigned assigned, string by) => new(
        contact.Register, contact.Project, by,
        new AssignedRecord(
            "assigned", contact.Path, contact.Number, assigned.Consultant, assigned.StandsInFor, assigned.Turn,
            assigned.Kept, assigned.PassedOver, [.. assigned.Steps.Select(step => step.Rule)]));

    /// <summary>It is over.</summary>
    public static RegisterNote Ended(Contact contact, string by) => new(
        contact.Register, contact.Project, by,
        new EndedRecord("ended", contact.Path, contact.Number, contact.Consultant, contact.TooLong));

    /// <summary>The consultant's entry.</summary>
    public static RegisterNote Entered(Contact contact, bool cameBefore, string by) => new(
        contact.Register, contact.Project, by,
        new EnteredRecord("entered", contact.Path, contact.Number, contact.Consultant, cameBefore), Personal(contact));

    /// <summary>There was no entry in time.</summary>
    public static RegisterNote Missed(Contact contact, string by) => new(
        contact.Register, contact.Project, by,
        new MissedRecord("noRecord", contact.Path, contact.Number, contact.Consultant));

    /// <summary>The caller was called back.</summary>
    public static RegisterNote CalledBack(Contact contact, string by) => new(
        contact.Register, contact.Project, by, new CalledBackRecord("calledBack", contact.Path, contact.Number));

    /// <summary>A consultant's trip or leave.</summary>
    public static RegisterNote Away(Absence absence, string by) => new(
        Receptions, absence.Project, by,
        new AwayRecord("away", absence.Evidence, absence.Consultant, absence.Kind, absence.Since, absence.Until));

    private static Dictionary<string, string>? Personal(Contact contact)
    {
        var personal = new Dictionary<string, string>(StringComparer.Ordinal);
        if (contact.Name is { } name)
            personal.Add("name", name);
        if (contact.Phone is { } phone)
            personal.Add("phone", phone);
        return personal.Count == 0 ? null : personal;
    }

    private sealed record OpenedRecord(
        string What, string Subject, LocalDate Day, IReadOnlyList<string> Consultants) : IRegisterRecord;

    private sealed record CameRecord(
        string What, string Subject, int Number, CallKind? Kind, bool CameBefore, string? AsksFor,
        string? FirstReceiver) : IRegisterRecord;

    private sealed record AssignedRecord(
        string What, string Subject, int Number, string Consultant, string? StandsInFor, Turn Turn,
        IReadOnlyList<string> Kept, IReadOnlyList<string> PassedOver, IReadOnlyList<string> Rules) : IRegisterRecord;

    private sealed record EndedRecord(
        string What, string Subject, int Number, string? Consultant, bool TooLong) : IRegisterRecord;

    private sealed record EnteredRecord(
        string What, string Subject, int Number, string? Consultant, bool CameBefore) : IRegisterRecord;

    private sealed record MissedRecord(
        string What, string Subject, int Number, string? Consultant) : IRegisterRecord;

    private sealed record AwayRecord(
        string What, string Subject, string Consultant, AbsenceKind Kind, Instant Since, Instant? Until)
        : IRegisterRecord;

    private sealed record CalledBackRecord(string What, string Subject, int Number) : IRegisterRecord;
}
