using Npgsql;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Ledger;

/// <summary>RES-3: a renewal that takes over goes on with the same deposit: what backed the old reservation backs it from then on.</summary>
internal sealed class DepositsFollow(UnitOfWork change) : IFollow
{
    [Rule("RES-3")]
    public void Of(Unit unit)
    {
        foreach (var renewed in unit.Raised.Select(raised => raised.Event).OfType<ReservationRenewed>())
        {
            change.Defer(
                "UPDATE deposits SET reservation_id = $1 WHERE reservation_id = $2", new NpgsqlParameter { Value = renewed.ReservationId }, new NpgsqlParameter { Value = renewed.Renews });
        }
    }
}
