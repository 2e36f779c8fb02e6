using Ops.Platform.Departments;

namespace Ops.SalesControl.Customers;

/// <summary>
/// RES-4: a form came with the phone of an entry and another name, and whoever registered it said whether it is the
/// same customer: a confirmation stands in that entry's history, a denial in that of the new one.
/// </summary>
[HappensUnder("RES-4")]
internal sealed record CandidateDecided(Guid CustomerId, Guid Candidate, string Project, bool SameCustomer)
    : IEvent<CustomerEntry>
{
    public void Apply(CustomerEntry state, Occurrence when)
    {
        // The form is of this entry from now on; what it says of the customer stays with the form.
    }
}
