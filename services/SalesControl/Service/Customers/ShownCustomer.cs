using NodaTime;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Customers;

/// <summary>A customer as a member of staff sees one: the one way to show them.</summary>
/// <param name="Name">The name; for whoever may not see it, its first character.</param>
/// <param name="Phone">The phone number, its middle hidden: in full it is for a purpose that is written down.</param>
internal sealed record ShownCustomer(string Name, string Phone)
{
    /// <summary>As somebody may see the customer of a consultant.</summary>
    public static ShownCustomer Of(CustomerOnForm customer, CustomerReader reader, string consultant) =>
        Of(customer, MaySeeName(reader, [consultant]));

    /// <summary>The phone masked; the name where it may not be seen.</summary>
    public static ShownCustomer Of(CustomerOnForm customer, bool withName) => new(
        NameOf(customer.Name, withName), Masks.Of(PersonalClass.Phone, customer.Phone));

    /// <summary>The name alone, as somebody may see the customer of a consultant, or of nobody's.</summary>
    public static string NameOf(string name, CustomerReader reader, string? consultant) =>
        NameOf(name, MaySeeName(reader, consultant is null ? [] : [consultant]));

    /// <summary>Whoever may see holders sees every name; a consultant sees those of their own customers.</summary>
    [Rule("CS-7", "masking of holders: who sees names of customers")]
    public static bool MaySeeName(CustomerReader reader, IEnumerable<string> consultants) =>
        reader.Actor.MayReadHolders(reader.Now) || consultants.Contains(reader.Actor.Id);

    private static string NameOf(string name, bool mayBeSeen) =>
        mayBeSeen ? name : Masks.Of(PersonalClass.Name, name);
}

/// <summary>Who is shown customers, and when: what others have given them to do begins and ends.</summary>
internal readonly record struct CustomerReader(Actor Actor, Instant Now);

/// <summary>Who may see whose customer has a unit.</summary>
internal static class Holders
{
    /// <summary>Whether the actor may see holders by name, in their own right or in another's place.</summary>
    public static bool MayReadHolders(this Actor actor, Instant now) =>
        actor.PermissionsAt(now).Contains(SalesControlPermissions.ReadHolders);
}
