namespace Ops.ClientAttribution.Contracts;

/// <summary>What ClientAttribution's routes ask for; a post is given some of these.</summary>
public static class ClientAttributionPermissions
{
    /// <summary>See the reception desk: who sits where, whose turn it is, the day and its registers.</summary>
    public const string ReadDesk = "clients.desk.read";

    /// <summary>Open the day of a desk with its seating order, and say of others where they are.</summary>
    public const string LeadDesk = "clients.desk.lead";

    /// <summary>Enter who arrives at the desk and who calls the hotline.</summary>
    public const string TakeArrivals = "clients.desk.take";

    /// <summary>Say of oneself whether one is ready, at a meal, out or on leave.</summary>
    public const string OwnSeat = "clients.seat.own";

    /// <summary>End one's own receptions and calls, and enter them on the register.</summary>
    public const string RecordContacts = "clients.contact.record";

    /// <summary>Look for clients, and see whose they are and why.</summary>
    public const string ReadClients = "clients.client.read";

    /// <summary>Add what a client is found by, say who is of one family, and who is one person.</summary>
    public const string KeepClients = "clients.client.keep";

    /// <summary>Have clients of one's own: file them, report on them, confirm notices, agree and dispute.</summary>
    public const string OwnClients = "clients.client.own";

    /// <summary>Agree that two clients are one, or two after all.</summary>
    public const string DecideLinks = "clients.link.decide";

    /// <summary>Decide where customer and consultant fell out, and rule on collisions.</summary>
    public const string LeadClients = "clients.attribution.lead";

    /// <summary>
    /// Name another consultant, divide major customers, give notice of connected ones, find grabbing.
    /// </summary>
    public const string ManageClients = "clients.attribution.manage";

    /// <summary>See what is asked for and decided.</summary>
    public const string ReadApprovals = "clients.approval.read";

    /// <summary>Export and verify registers.</summary>
    public const string ReadRegisters = "clients.register.read";

    /// <summary>Read and close one's own tasks.</summary>
    public const string OwnTasks = "clients.task.own";

    /// <summary>List, replay and discard failed messages and deadline handlers.</summary>
    public const string Operate = "clients.operate";
}
