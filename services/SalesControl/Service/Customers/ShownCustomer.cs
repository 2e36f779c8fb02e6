using Ops.Platform.PersonalData;
using Ops.SalesControl.Contracts;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Customers;

/// <summary>A customer as an actor may see one.</summary>
/// <param name="Name">The name.</param>
/// <param name="Phone">The phone number, its middle hidden.</param>
internal sealed record ShownCustomer(string Name, string Phone)
{
    public static ShownCustomer Of(CustomerOnForm customer, Actor actor, string consultant) => new(
        actor.Id == consultant || actor.Permissions.Contains(SalesControlPermissions.ReadHolders)
            ? customer.Name
            : $"{customer.Name[..1]}**",
        Masks.Of(PersonalClass.Phone, customer.Phone));
}
