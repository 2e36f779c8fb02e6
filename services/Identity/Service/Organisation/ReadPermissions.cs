using System.Globalization;
using Ops.Identity.Contracts;
using Ops.ServiceDefaults;

namespace Ops.Identity.Organisation;

/// <summary>CS-7: what a post can be given.</summary>
internal static class ReadPermissions
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("permissions", Handle).RequirePermission(IdentityPermissions.ReadStaff)
            .WithSummary("permission.list.summary")
            .Produces<IReadOnlyList<View>>();

    /// <summary>A permission that a post can be given.</summary>
    /// <param name="Permission">Its name.</param>
    /// <param name="Allows">What it allows, in the reader's language.</param>
    /// <param name="NeedsSecondFactor">Whether whoever has it signs in with a one-time code.</param>
    internal sealed record View(string Permission, string Allows, bool NeedsSecondFactor);

    private static IResult Handle()
    {
        var language = CultureInfo.CurrentUICulture.Name;
        return Results.Ok(
            PermissionCatalogue.All.Values.OrderBy(one => one.Name, StringComparer.Ordinal)
                .Select(one => new View(one.Name, one.Allows[language], one.Decides)));
    }
}
