using Ops.Platform.Departments;

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
    public static RegisterNote Opened(DeskDay day, string by) => new(Receptions, day.Project, by, new
    {
        what = "opened",
        subject = day.Path,
        day = day.Day,
        consultants = day.Seats.Select(seat => seat.Consultant),
    });

    /// <summary>Somebody came or called.</summary>
    public static RegisterNote Came(Contact contact, string by) => new(
        contact.Register, contact.Project, by, new
        {
            what = "came",
            subject = contact.Path,
            number = contact.Number,
            kind = contact.Kind,
            cameBefore = contact.Visitor.CameBefore,
            asksFor = contact.Visitor.AsksFor,
            firstReceiver = contact.Visitor.FirstReceiver,
        },
        Personal(contact));

    /// <summary>Who receives them, and by which rules.</summary>
    public static RegisterNote Assigned(Contact contact, ContactAssigned assigned, string by) => new(
        contact.Register, contact.Project, by, new
        {
            what = "assigned",
            subject = contact.Path,
            number = contact.Number,
            consultant = assigned.Consultant,
            standsInFor = assigned.StandsInFor,
            turn = assigned.Turn,
            kept = assigned.Kept,
            passedOver = assigned.PassedOver,
            rules = assigned.Steps.Select(step => step.Rule),
        });

    /// <summary>It is over.</summary>
    public static RegisterNote Ended(Contact contact, string by) =>
        new(contact.Register, contact.Project, by, new
        {
            what = "ended",
            subject = contact.Path,
            number = contact.Number,
            consultant = contact.Consultant,
            tooLong = contact.TooLong,
        });

    /// <summary>The consultant's entry.</summary>
    public static RegisterNote Entered(Contact contact, bool cameBefore, string by) => new(
        contact.Register, contact.Project, by, new
        {
            what = "entered",
            subject = contact.Path,
            number = contact.Number,
            consultant = contact.Consultant,
            cameBefore,
        },
        Personal(contact));

    /// <summary>There was no entry in time.</summary>
    public static RegisterNote Missed(Contact contact, string by) => new(
        contact.Register, contact.Project, by, new
        {
            what = "noRecord",
            subject = contact.Path,
            number = contact.Number,
            consultant = contact.Consultant,
        });

    /// <summary>The caller was called back.</summary>
    public static RegisterNote CalledBack(Contact contact, string by) => new(
        contact.Register, contact.Project, by, new
        {
            what = "calledBack",
            subject = contact.Path,
            number = contact.Number,
        });

    private static Dictionary<string, string>? Personal(Contact contact)
    {
        var personal = new Dictionary<string, string>(StringComparer.Ordinal);
        if (contact.Name is { } name)
            personal.Add("name", name);
        if (contact.Phone is { } phone)
            personal.Add("phone", phone);
        return personal.Count == 0 ? null : personal;
    }
}
