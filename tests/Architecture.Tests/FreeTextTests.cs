extern alias archive;
extern alias clients;
extern alias identity;
extern alias sales;

using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using FluentValidation;
using Ops.Identity.Contracts;
using Ops.Platform.Approvals;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Registers;
using Ops.Platform.Texts;
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
    /// The members of events and of registers' entries that are strings, whatever they are members of: codes, numbers,
    /// states, and the names of things and of staff. Nobody writes a sentence into them. What somebody writes is a
    /// <see cref="FreeText"/>, or a personal field of a register, and is not added here.
    /// </summary>
    private static readonly string[] NoSentences =
    [
        "AgreementNumber", "Batch", "BookingNumber", "Building", "Code", "Collisions", "Company", "Consultant",
        "Consultants", "ContractNumber", "Currency", "Department", "DepositReceipt", "Duty", "Employee", "Entrance",
        "FactId", "FileNumber", "From", "IntroducersConsultant", "Kind", "LeaseNumber", "Name", "NameEn", "OwedBy",
        "OwedTo", "PartOf", "Permissions", "Post", "Project", "ProjectName", "Receipt", "Room", "Rule", "Rules", "Site",
        "Sites", "Staff", "StandIn", "StandsInFor", "State", "Subject", "Subjects", "Successor", "TimeZone", "To",
        "TraceId", "Unit", "What", "Zone",
    ];

    /// <summary>The same of a name that another type might give to a sentence: of this type alone.</summary>
    private static readonly string[] NoSentencesOfTheirs =
    [
        "ApprovalRecord.Decision", "ApprovalRecord.Step", "AssignedRecord.Kept", "AssignedRecord.PassedOver",
        "AttributionAwarded.Given", "AttributionAwarded.Taken", "AuditEntry.How", "Award.Evidence",
        "AwardRecord.Evidence", "CameRecord.AsksFor", "CameRecord.FirstReceiver", "ChangeAgreed.Missing",
        "ChangeNotMade.Outcome", "CompetitorRecord.Attachment", "CompetitorSeen.Attachment", "ContactAssigned.Kept",
        "ContactAssigned.PassedOver", "CustomerCorrected.Field", "EntryCorrected.Field", "Paper.Carrier",
        "PostPermissionsSet.Given", "PostPermissionsSet.Taken", "Question.At", "Question.By", "Question.For",
        "RenewalRegistered.Form", "SaleSwapped.NewUnit", "Searched.By", "Searched.Found", "UnitDescribed.Changed",
        "UnitDescription.Layout", "UnitDescription.Orientation", "Visitor.AsksFor", "Visitor.FirstReceiver",
    ];

    /// <summary>Of requests, what becomes a free text.</summary>
    private static readonly string[] InOnesOwnWords =
        ["Reason", "Progress", "Likes", "Dislikes", "Hindrances", "Words"];

    private static readonly Assembly[] Services =
    [
        typeof(sales::Program).Assembly, typeof(archive::Program).Assembly, typeof(clients::Program).Assembly,
        typeof(identity::Program).Assembly,
    ];

    [Fact]
    public void A_reason_in_somebody_s_own_words_holds_no_phone_and_no_document_s_number()
    {
        var validators =
            from service in Services
            from type in service.GetTypes()
            where !type.IsAbstract && typeof(IValidator).IsAssignableFrom(type)
            let request = type.BaseType!.GenericTypeArguments[0]
            from name in InOnesOwnWords
            let reason = request.GetProperty(name)
            where reason?.PropertyType == typeof(string)
            select (Validator: (IValidator)Activator.CreateInstance(type)!, Request: request, Reason: reason);
        var found = validators.ToList();
        Assert.InRange(found.Count, 25, 150);
        Assert.Empty(InOnesOwnWords.Except(found.Select(one => one.Reason.Name), StringComparer.Ordinal));
        Assert.Empty(
            from one in found
            where !Refuses(one.Validator, one.Request, one.Reason, "The customer called from 13800138000.")
                || Refuses(one.Validator, one.Request, one.Reason, "The customer has called.")
            select $"{one.Request.FullName}.{one.Reason.Name}");

        static bool Refuses(IValidator validator, Type type, PropertyInfo reason, string words)
        {
            var request = RuntimeHelpers.GetUninitializedObject(type);
            reason.SetValue(request, words);
            var context = ValidationContext<object>.CreateWithOptions(
                request, options => options.IncludeProperties(reason.Name));
            return !validator.Validate(context).IsValid;
        }
    }

    [Fact]
    public void A_string_of_an_event_or_a_register_is_a_code_or_a_name_and_what_somebody_writes_is_a_free_text()
    {
        var strings = Kept.SelectMany(type => StringsOf(type, [])).Distinct().ToList();
        Assert.Contains("Consultant", strings.Select(member => member.Name));
        Assert.Empty(
            strings.Where(member => !NoSentences.Contains(member.Name)).Select(Named).Except(NoSentencesOfTheirs));
        Assert.Empty(NoSentences.Except(strings.Select(member => member.Name), StringComparer.Ordinal));
        Assert.Empty(NoSentencesOfTheirs.Except(strings.Select(Named), StringComparer.Ordinal));

        static string Named(PropertyInfo member) => $"{member.DeclaringType!.Name}.{member.Name}";
    }

    /// <summary>
    /// The vault keeps what lies in the event itself, and would lose the words of what lies deeper. The steps of a
    /// decision are said by the rules, and by nobody in their own words.
    /// </summary>
    [Fact]
    public void A_free_text_lies_in_the_event_itself_and_so_does_a_text()
    {
        var events = Services.SelectMany(service => new EventCatalogue(service).All).ToList();
        Assert.Contains(events, one => MembersOf(one, []).Any(member => member.PropertyType == typeof(FreeText)));
        string[] ofRules = ["ContactAssigned: Step.Text"];
        Assert.Equal(
            ofRules,
            from one in events
            from member in MembersOf(one, [])
            let held = ElementOf(member.PropertyType)
            where typeof(FreeText).Equals(held) || typeof(Text).Equals(held)
            where !member.DeclaringType!.IsAssignableFrom(one) || !member.PropertyType.Equals(held)
            select $"{one.Name}: {member.DeclaringType!.Name}.{member.Name}");
    }

    [Fact]
    public void A_string_is_found_however_deep_it_lies() => Assert.Equal(
        ["Alone", "Inner", "Many", "Named"], StringsOf(typeof(Outer), []).Select(one => one.Name).Order());

    /// <summary>The types of what is kept for ever: events, also as others are told of them, and registers.</summary>
    private static List<Type> Kept =>
    [
        .. Services.SelectMany(service => new EventCatalogue(service).All),
        .. IdentityEvents.Subscribers.Keys, .. SalesControlEvents.Subscribers.Keys,
        .. RecordsArchiveEvents.Subscribers.Keys,
        .. Services.Append(typeof(IApprovals).Assembly).Append(typeof(FreeText).Assembly)
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.IsClass && typeof(IRegisterRecord).IsAssignableFrom(type)),
    ];

    /// <summary>
    /// The members of a type that hold strings or anything at all, and those of the types of ours that it has, in lists
    /// too. What is a <see cref="Text"/> has a code, and arguments that are codes and names as well; one that is a
    /// sentence as it stands, the vault refuses (<see cref="FreeTexts.Keep"/>).
    /// </summary>
    private static IEnumerable<PropertyInfo> StringsOf(Type type, HashSet<Type> seen) => MembersOf(type, seen).Where(
        member => ElementOf(member.PropertyType) is { } held
            && (held == typeof(string) || held == typeof(object) || held == typeof(JsonNode)));

    /// <summary>The members of a type, and those of the types of ours that it has, in lists too.</summary>
    private static IEnumerable<PropertyInfo> MembersOf(Type type, HashSet<Type> seen)
    {
        if (!seen.Add(type))
            yield break;
        foreach (var member in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(member => member.GetCustomAttribute<JsonIgnoreAttribute>() is null))
        {
            yield return member;
            var held = ElementOf(member.PropertyType);
            if (held.Namespace?.StartsWith("Ops.", StringComparison.Ordinal) != true || held.IsEnum
                || held == typeof(Text) || held == typeof(FreeText))
                continue;
            foreach (var inner in MembersOf(held, seen))
                yield return inner;
        }
    }

    /// <summary>What a list or a nullable has; the type itself where it is none.</summary>
    private static Type ElementOf(Type type)
    {
        if (type == typeof(string))
            return type;
        var many = type.GetInterfaces().Append(type).FirstOrDefault(
            one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IEnumerable<>));
        return many is not null ? ElementOf(many.GenericTypeArguments[0]) : Nullable.GetUnderlyingType(type) ?? type;
    }

    private sealed record Outer(string Named, int Number, Inside? Single, IReadOnlyList<Inside> More, object Alone);

    private sealed record Inside(string Inner, IReadOnlyList<string> Many, Outer? Again);
}
