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
    public static ShownCustomer Of(CustomerOnForm customer, Actor actor, string consultant) =>
        Of(customer, MaySeeName(actor, [consultant]));

    /// <summary>The phone masked; the name where it may not be seen.</summary>
    public static ShownCustomer Of(CustomerOnForm customer, bool withName) => new(
        withName ? customer.Name : Masks.Of(PersonalClass.Name, customer.Name),
        Masks.Of(PersonalClass.Phone, customer.Phone));

    /// <summary>Whoever may see holders sees every name; a consultant sees those of their own customers.</summary>
    [Rule("CS-7", "names of customers")]
    public static bool MaySeeName(Actor actor, IEnumerable<string> consultants) =>
        actor.Permissions.Contains(SalesControlPermissions.ReadHolders) || consultants.Contains(actor.Id);
}
