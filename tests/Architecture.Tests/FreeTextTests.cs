extern alias archive;
extern alias identity;
extern alias sales;

using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using FluentValidation;
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
    public void A_reason_in_somebody_s_own_words_holds_no_phone_and_no_document_s_number()
    {
        var validators =
            from program in new[] { typeof(sales::Program), typeof(archive::Program), typeof(identity::Program) }
            from type in program.Assembly.GetTypes()
            where !type.IsAbstract && typeof(IValidator).IsAssignableFrom(type)
            let request = type.BaseType!.GenericTypeArguments[0]
            let reason = request.GetProperty("Reason")
            where reason?.PropertyType == typeof(string)
            select (Validator: (IValidator)Activator.CreateInstance(type)!, Request: request, Reason: reason);
        var found = validators.ToList();
        Assert.InRange(found.Count, 20, 100);
        Assert.Empty(
            from one in found
            where !Refuses(one.Validator, one.Request, one.Reason, "The customer called from 13800138000.")
                || Refuses(one.Validator, one.Request, one.Reason, "The customer has called.")
            select one.Request.FullName);

        static bool Refuses(IValidator validator, Type type, PropertyInfo reason, string words)
        {
            var request = RuntimeHelpers.GetUninitializedObject(type);
            reason.SetValue(request, words);
            var context = ValidationContext<object>.CreateWithOptions(
                request, options => options.IncludeProperties("Reason"));
            return !validator.Validate(context).IsValid;
        }
    }

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
