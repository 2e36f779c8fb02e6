using Ops.Platform.Storage;

namespace Ops.SalesControl.Storage;

/// <summary>A paper with a number; each kind has numbers of its own.</summary>
internal enum Paper : long
{
    /// <summary>A receipt 收据, of a deposit or a payment.</summary>
    Receipt = 21,

    /// <summary>A reservation's form 预约单.</summary>
    Form = 22,

    /// <summary>A queue number's agreement 诚意认购协议.</summary>
    QueueAgreement = 23,

    /// <summary>A subscription's agreement 认购书.</summary>
    Agreement = 24,

    /// <summary>A sale's contract 买卖合同.</summary>
    Contract = 25,

    /// <summary>A lease's booking 租赁预订.</summary>
    Booking = 26,
}

/// <summary>
/// The number of a paper stands once in a project, however it is written: what is asked by it compares
/// <see cref="SalesControlDb.PlainText"/> of both.
/// </summary>
internal static class PaperNumbers
{
    /// <summary>
    /// Whoever brings the same number at the same moment waits until this change is over. It goes ahead of the next
    /// question, which asks where the number stands.
    /// </summary>
    /// <param name="db">The change's database.</param>
    /// <param name="paper">What the number is of.</param>
    /// <param name="project">The project's code.</param>
    /// <param name="number">The number as somebody wrote it.</param>
    public static void LockNumber(this SalesControlDb db, Paper paper, string project, string number) =>
        db.LockAhead($"{project}/{number}", (long)paper, through: "plain_text");
}
