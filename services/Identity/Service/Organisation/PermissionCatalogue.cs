using System.Reflection;
using Ops.Identity.Contracts;
using Ops.RecordsArchive.Contracts;
using Ops.SalesControl.Contracts;

namespace Ops.Identity.Organisation;

/// <summary>A permission that this installation has known: whether a release has brought it is found by asking for it here.</summary>
/// <param name="Code">The permission.</param>
internal sealed record KnownPermission(string Code);

/// <summary>All permissions that there are: those that the services' Contracts name, and the simulated clock's.</summary>
internal static class PermissionCatalogue
{
    /// <summary>Moves the clock in Development and Training; Platform's, and so no department's.</summary>
    public const string MoveClock = "simulation.clock";

    private static readonly Type[] Catalogues = [typeof(IdentityPermissions), typeof(SalesControlPermissions), typeof(RecordsArchivePermissions)];

    /// <summary>Every permission.</summary>
    public static IReadOnlySet<string> All { get; } = Catalogues
        .SelectMany(catalogue => catalogue.GetFields(BindingFlags.Public | BindingFlags.Static)).Where(field => field.IsLiteral)
        .Select(field => (string)field.GetRawConstantValue()!).Append(MoveClock).ToHashSet(StringComparer.Ordinal);

    /// <summary>Approving, and deciding who may do what.</summary>
    public static bool NeedsSecondFactor(string permission) =>
        permission.EndsWith(".approve", StringComparison.Ordinal)
        || permission is IdentityPermissions.ManageStaff or IdentityPermissions.ManagePosts or IdentityPermissions.ManageKeys;
}
