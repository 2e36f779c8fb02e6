extern alias archive;
extern alias identity;
extern alias sales;

using System.Reflection;
using System.Text.Json.Serialization;
using Ops.Identity.Contracts;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.RecordsArchive.Contracts;
using Ops.SalesControl.Contracts;
using Xunit;

namespace Ops.Architecture.Tests;

/// <summary>
/// What somebody writes in their own words may name a person, and never enters a store that cannot be corrected.
/// </summary>
public sealed class FreeTextTests
{
    /// <summary>
    /// The members of events that are strings: codes, numbers, states, and the names of things and of staff. Nobody
    /// writes a sentence into them. What somebody writes is a <see cref="FreeText"/>, and is not added here.
    /// </summary>
    private static readonly string[] NoSentences =
    [
        "AgreementNumber", "Batch", "BookingNumber", "Building", "Changed", "Company", "Consultant",
        "ContractNumber", "Currency", "Department", "DepositReceipt", "Duty", "Entrance", "Field", "FileNumber",
        "Form", "From", "Given", "Kind", "LeaseNumber", "Missing", "Name", "NameEn", "NewUnit", "Outcome", "OwedBy",
        "OwedTo", "PartOf", "Permissions", "Post", "Project", "ProjectName", "Receipt", "Room", "Rule", "Site",
        "Sites", "Staff", "State", "Successor", "Taken", "TimeZone", "To", "Unit",
    ];

    [Fact]
    public void A_string_of_an_event_is_a_code_or_a_name_and_what_somebody_writes_is_a_free_text()
    {
        Type[] events =
        [
            .. new[] { typeof(sales::Program), typeof(archive::Program), typeof(identity::Program) }
                .SelectMany(program => new EventCatalogue(program.Assembly).All),
            .. IdentityEvents.Subscribers.Keys, .. SalesControlEvents.Subscribers.Keys,
            .. RecordsArchiveEvents.Subscribers.Keys,
        ];
        var strings = events
            .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            .Where(member => member.GetCustomAttribute<JsonIgnoreAttribute>() is null)
            .Where(member => member.PropertyType == typeof(string)
                || typeof(IEnumerable<string>).IsAssignableFrom(member.PropertyType))
            .ToList();
        Assert.NotEmpty(strings);
        Assert.Empty(
            from member in strings
            where !NoSentences.Contains(member.Name)
            select $"{member.DeclaringType!.Name}.{member.Name}");
        Assert.Empty(NoSentences.Except(strings.Select(member => member.Name), StringComparer.Ordinal));
    }
}
