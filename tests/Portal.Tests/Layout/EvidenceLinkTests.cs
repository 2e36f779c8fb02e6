using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Ops.Platform.Texts;
using Ops.Portal.Acts;
using Ops.Portal.Layout;
using Xunit;

namespace Ops.Portal.Tests.Layout;

/// <summary>What something rests on is a click away, by whatever the service names it.</summary>
public sealed class EvidenceLinkTests : BunitContext
{
    public EvidenceLinkTests()
    {
        Services.AddTexts(typeof(Act).Assembly);
        Services.AddSingleton(new EvidencePage("reservation", "/sales/reservations"));
        Services.GetRequiredService<NavigationManager>().NavigateTo("/sales/projects/here/units/2-1-1203?from=board");
    }

    [Theory]
    [InlineData("/api/sales/projects/here/units/2-1-%E4%B8%80", "/sales/projects/here/units/2-1-%E4%B8%80", "2-1-一")]
    [InlineData("reservation/17", "/sales/reservations/17", null)]
    [InlineData("event/17", "/sales/projects/here/units/2-1-1203#event-17", null)]
    public void It_leads_to_a_page_or_to_what_happened_on_this_one(string evidence, string to, string? called)
    {
        var link = Render<EvidenceLink>(asked => asked.Add(one => one.Path, evidence)).Find("a");
        Assert.Equal(to, link.GetAttribute("href"));
        Assert.NotEmpty(link.TextContent);
        if (called is not null)
            Assert.Equal(called, link.TextContent);
    }
}
