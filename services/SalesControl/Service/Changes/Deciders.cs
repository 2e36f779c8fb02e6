using Ops.SalesControl.Contracts;

namespace Ops.SalesControl.Changes;

/// <summary>Which posts are told of what waits for a permission: those that have it in a new installation. Who may decide the token says, not this.</summary>
internal static class Deciders
{
    private static readonly Dictionary<string, string[]> Posts = new(StringComparer.Ordinal)
    {
        [SalesControlPermissions.ApproveReservation] = ["marketing-manager"],
        [SalesControlPermissions.ApproveWithholding] = ["marketing-manager"],
        [SalesControlPermissions.ApproveDiscount] = ["marketing-manager", "general-manager"],
        [SalesControlPermissions.ApproveChange] = ["marketing-manager"],
        [SalesControlPermissions.SettleChange] = ["finance-officer"],
        [SalesControlPermissions.ApprovePrices] = ["marketing-manager"],
    };

    public static IReadOnlyList<string> Of(string permission) => Posts.GetValueOrDefault(permission, []);
}
