using Ops.SalesControl.Letting;

namespace Ops.SalesControl.Units;

/// <content>DOC-5.6.1: the letting of shops.</content>
internal sealed partial class Unit
{
    /// <summary>The lease that is booked or signed; null where there is none, or none was loaded.</summary>
    public Lease? Lease => _leases.SingleOrDefault(lease => lease.State != LeaseState.Ended);
}
