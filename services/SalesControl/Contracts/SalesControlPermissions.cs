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

    /// <summary>Say that two entries of customers are one person.</summary>
    public const string MergeCustomers = "sales.customer.merge";

    /// <summary>See on the board and in reports whose customer has a unit, by name.</summary>
    public const string ReadHolders = "sales.holder.read";

    /// <summary>Ask that a unit be withheld from sale, or put one on sale again.</summary>
    public const string WithholdUnit = "sales.unit.withhold";

    /// <summary>Agree that a unit be withheld from sale.</summary>
    public const string ApproveWithholding = "sales.withholding.approve";

    /// <summary>Plan release batches, open them, and call queue numbers.</summary>
    public const string ManageBatches = "sales.batch.manage";

    /// <summary>Give queue numbers 排号, and record what their holders choose.</summary>
    public const string RegisterQueueNumber = "sales.queue.register";

    /// <summary>Draft a version of the price list.</summary>
    public const string DraftPrices = "sales.price.draft";

    /// <summary>Approve, refuse and publish a version of the price list (CS-4).</summary>
    public const string ApprovePrices = "sales.price.approve";

    /// <summary>Agree to a discount above another's limit, within one's own.</summary>
    public const string ApproveDiscount = "sales.discount.approve";

    /// <summary>
    /// Ask for a change of a sale 销售变更: discount, late payment, swap, change of name, cancellation, forfeiture.
    /// </summary>
    public const string AskForChange = "sales.change.ask";

    /// <summary>Agree to a change of a sale.</summary>
    public const string ApproveChange = "sales.change.approve";

    /// <summary>Agree, for finance, to a change of a sale that moves money.</summary>
    public const string SettleChange = "sales.change.settle";

    /// <summary>Record the signed contract 签约.</summary>
    public const string SignContract = "sales.contract.sign";

    /// <summary>Record the delivery 入伙 of a unit, open and end move-in campaigns.</summary>
    public const string RecordDelivery = "sales.delivery.record";

    /// <summary>Record money that came in.</summary>
    public const string RecordPayment = "sales.payment.record";

    /// <summary>Refund a deposit.</summary>
    public const string RefundDeposit = "sales.deposit.refund";

    /// <summary>See deposits and the ledger.</summary>
    public const string ReadLedger = "sales.ledger.read";

    /// <summary>Let shops: bookings, leases, renewals, ends.</summary>
    public const string ManageLeases = "sales.lease.manage";

    /// <summary>See the reports.</summary>
    public const string ReadReports = "sales.report.read";

    /// <summary>Read and close one's own tasks.</summary>
    public const string OwnTasks = "sales.task.own";

    /// <summary>List, replay and discard failed messages and deadline handlers.</summary>
    public const string Operate = "sales.operate";
}
