namespace Ops.SalesControl.Contracts;

/// <summary>What SalesControl's routes ask for; a post is given some of these.</summary>
public static class SalesControlPermissions
{
    /// <summary>Create a project and import its units.</summary>
    public const string ImportUnits = "sales.unit.import";

    /// <summary>See the board 销控表, units, their history, reservations and subscriptions.</summary>
    public const string ReadBoard = "sales.board.read";

    /// <summary>Register a reservation or a wait, and take an offer up.</summary>
    public const string RegisterReservation = "sales.reservation.register";

    /// <summary>Approve or refuse a reservation (RES-2).</summary>
    public const string ApproveReservation = "sales.reservation.approve";

    /// <summary>See what waits for approval, and what was decided.</summary>
    public const string ReadApprovals = "sales.approval.read";

    /// <summary>Export and verify registers.</summary>
    public const string ReadRegisters = "sales.register.read";

    /// <summary>Record a signed subscription.</summary>
    public const string SignSubscription = "sales.subscription.sign";

    /// <summary>See a customer's phone and ID number in full, for a purpose that is written down.</summary>
    public const string UnmaskCustomer = "sales.customer.unmask";

    /// <summary>Take out everything that is kept on a customer, for a purpose that is written down.</summary>
    public const string ExportCustomer = "sales.customer.export";

    /// <summary>Correct what a form said of a customer.</summary>
    public const string CorrectCustomer = "sales.customer.correct";

    /// <summary>Read and close one's own tasks.</summary>
    public const string OwnTasks = "sales.task.own";

    /// <summary>List, replay and discard failed messages and deadline handlers.</summary>
    public const string Operate = "sales.operate";
}
