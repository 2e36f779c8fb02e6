using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Ops.Platform.Texts;
using Ops.Portal.Acts;
using Ops.ServiceDefaults.Description;
using Ops.TestSupport;
using Xunit;

namespace Ops.Portal.Tests.Acts;

/// <summary>Whatever a service offers has a button and a form, and each field of it a name.</summary>
[Collection(OnOneSystem.Name)]
public sealed class ActsTests(PortalSystem system)
{
    private static readonly TextCatalogue Texts = new([new TextSource(typeof(Act).Assembly)]);

    private static IReadOnlyList<Act> All { get; } =
    [
        .. typeof(Act).Assembly.GetTypes().Where(type => type.IsClass && type.IsAssignableTo(typeof(IActs)))
            .SelectMany(type => ((IActs)Activator.CreateInstance(type)!).All),
    ];

    [Fact]
    public void Whatever_a_service_offers_on_a_thing_has_a_button()
    {
        var offered = (
            from services in (IServiceProvider[])
                [system.Sales.Services, system.Archive.Services, system.Identity.Services]
            from endpoint in services.GetRequiredService<EndpointDataSource>().Endpoints
            where endpoint.Metadata.Any(one => one.GetType().Name == "IsOffered")
            select OperationName.Of(endpoint.Metadata.GetMetadata<IEndpointSummaryMetadata>()?.Summary)).ToHashSet();
        Assert.NotEmpty(offered);
        // Or a page of its own, which sends it itself.
        var pages = Repository.Files("services/Portal/Pages", ".razor").Select(File.ReadAllText).ToList();
        Assert.Empty(
            from operation in offered.Except(All.Select(act => act.Operation))
            where !pages.Any(page => page.Contains($".{operation}Async(", StringComparison.Ordinal))
            select operation);
    }

    [Fact]
    public void Each_has_a_name_and_says_what_follows_from_it()
    {
        Assert.Empty(
            from act in All
            from code in (string[])[act.Name, act.About]
            where Texts.Find(code, Languages.Chinese) is null
            select code);
        Assert.Equal(All.Count, All.Select(act => act.Operation).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Each_field_of_each_form_has_a_name_and_each_choice()
    {
        // A component that asks in an order of its own names what it asks itself.
        var members = All.Where(act => act.Form is null).Select(act => act.NewRequest()).OfType<object>()
            .SelectMany(Members).ToList();
        Assert.NotEmpty(members);
        Assert.Empty(
            (from member in members
             where Texts.Find($"field.{member.Owner}.{member.Name}", Languages.Chinese) is null
                 && Texts.Find($"field.{member.Name}", Languages.Chinese) is null
             select $"{member.Owner}.{member.Name}").Distinct(StringComparer.Ordinal));
        Assert.Empty(
            (from member in members
             where member.Asked == Asked.Choice
             from choice in member.Choices
             where Texts.Find($"{member.ChoiceName}.{choice}", Languages.Chinese) is null
             select $"{member.ChoiceName}.{choice}").Distinct(StringComparer.Ordinal));
    }

    private static IEnumerable<Member> Members(object request) =>
        Member.Of(request).SelectMany(member => member.Asked switch
        {
            Asked.Group => Members(member.NewGroup()).Append(member),
            Asked.Several => Members(Activator.CreateInstance(member.ItemType)!).Append(member),
            _ => [member],
        });
}
