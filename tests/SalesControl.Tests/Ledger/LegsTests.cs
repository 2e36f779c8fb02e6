using Ops.Platform.Rules;
using Ops.SalesControl.Ledger;
using Xunit;
using static Ops.SalesControl.Tests.Units.AUnit;

namespace Ops.SalesControl.Tests.Ledger;

/// <summary>A leg of a movement says whose money it is.</summary>
public sealed class LegsTests
{
    private static readonly Guid Id = new(70, 0, 0, new byte[8]), Deposited = new(71, 0, 0, new byte[8]);
    private static readonly Guid From = new(73, 0, 0, new byte[8]), To = new(74, 0, 0, new byte[8]);

    [Fact, Rule("RES-4")]
    public void What_moves_from_one_sale_to_another_leaves_the_one_and_is_owed_to_the_other()
    {
        var moved = new Paid(Site.Code, To, 5m, "change/1").As(MovementKind.PaymentMoved) with
        {
            FromSubscriptionId = From,
        };

        Assert.Equal((From, 5m), Leg(moved, 5m));
        Assert.Equal((To, -5m), Leg(moved, -5m));
    }

    [Fact, Rule("RES-1")]
    public void A_leg_says_what_it_is_of_which_account_by_whom_and_when()
    {
        var taken = new Movement(MovementKind.CarriedOver, Site.Code, 5m, "R-1")
        {
            DepositId = Deposited,
            SubscriptionId = To,
        };

        var leg = LedgerLeg.Of(Id, taken, Account.DepositsHeld, 5m, new(Start, "finance-1"));

        Assert.Equal((Id, MovementKind.CarriedOver, Site.Code, Account.DepositsHeld), (
            leg.Movement, leg.Kind, leg.Project, leg.Account));
        Assert.Equal((5m, "R-1", Deposited, To), (leg.Amount, leg.Receipt, leg.DepositId, leg.SubscriptionId));
        Assert.Equal((Start, "finance-1"), (leg.At, leg.By));
    }

    private static (Guid?, decimal) Leg(Movement movement, decimal amount)
    {
        var leg = LedgerLeg.Of(Id, movement, Account.CustomerPayments, amount, new(Start, "finance-1"));
        return (leg.SubscriptionId, leg.Amount);
    }
}
