using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Ops.Platform.Texts;
using Ops.Portal.Acts;
using Ops.Portal.Pages.SalesControl;
using Xunit;

namespace Ops.Portal.Tests.Acts;

/// <summary>Several things on a page have their buttons, and one form is open.</summary>
public sealed class ActBarTests : BunitContext
{
    public ActBarTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddTexts(typeof(Act).Assembly);
        Services.AddSingleton(TimeProvider.System);
        Services.AddSingleton<IActs, SalesActs>().AddSingleton<ActBook>().AddScoped<OneForm>();
    }

    [Fact]
    public void A_form_that_is_opened_closes_the_one_that_was_open_beside_it()
    {
        var page = Render(built =>
        {
            for (var bars = 0; bars < 2; bars++)
            {
                built.OpenComponent<ActBar>(0);
                built.SetKey(bars);
                built.AddComponentParameter(1, nameof(ActBar.Offered), (List<string>)["WithdrawChange"]);
                built.AddComponentParameter(2, nameof(ActBar.On), new Subject());
                built.CloseComponent();
            }
        });
        page.FindAll("button")[0].Click();
        Assert.Single(page.FindAll("form"));
        Assert.Equal("true", page.FindAll("button[aria-expanded]")[0].GetAttribute("aria-expanded"));
        page.FindAll("button[aria-expanded]")[1].Click();
        Assert.Single(page.FindAll("form"));
        Assert.Equal("false", page.FindAll("button[aria-expanded]")[0].GetAttribute("aria-expanded"));
        Assert.Equal("true", page.FindAll("button[aria-expanded]")[1].GetAttribute("aria-expanded"));
        page.FindAll("button[aria-expanded]")[1].Click();
        Assert.Empty(page.FindAll("form"));
    }

    [Fact]
    public void Nothing_is_a_button_that_was_not_offered()
    {
        var page = Render<ActBar>(parameters => parameters
            .Add(bar => bar.Offered, ["ApproveChange", "no such thing"]).Add(bar => bar.On, new Subject()));
        Assert.Single(page.FindAll("button"));
    }
}
