using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Ops.Platform.Texts;
using Ops.Portal.Acts;
using Ops.Portal.Pages.Everybody;
using Ops.Portal.Pages.Everybody.Approvals;
using Ops.Portal.Pages.SalesControl;
using Xunit;

namespace Ops.Portal.Tests.Everybody;

/// <summary>Several are decided by a word that each of them offers.</summary>
public sealed class SeveralFormTests : BunitContext
{
    private readonly Dictionary<Guid, string[]> _offered = [];

    public SeveralFormTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddTexts(typeof(Act).Assembly);
        Services.AddSingleton(TimeProvider.System);
        Services.AddSingleton<IActs, SalesActs>().AddSingleton<ActBook>().AddScoped<OneForm>();
    }

    [Fact]
    public void A_word_that_one_of_them_does_not_offer_cannot_be_chosen()
    {
        var page = Show(["ApproveChange", "RefuseChange", "WithdrawChange"], ["RefuseChange"]);
        page.WaitForElement("input[type=radio]");
        Assert.Equal("RefuseChange", Assert.Single(page.FindAll("input[type=radio]")).Id);
    }

    [Fact]
    public void Where_there_is_no_word_for_all_of_them_that_is_said()
    {
        var page = Show(["ApproveChange"], ["RefuseChange"]);
        page.WaitForElement("[role=status]");
        Assert.Empty(page.FindAll("input[type=radio]"));
    }

    private IRenderedComponent<SeveralForm> Show(params string[][] offered)
    {
        var chosen = offered.Select((actions, at) =>
        {
            var id = new Guid(at + 1, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);
            _offered[id] = actions;
            return new DayApproval(
                id, $"{at}", null, "site", $"/api/things/{id}", "somebody", DateTimeOffset.UnixEpoch, null);
        }).ToList();
        var kind = new ApprovalKind(
            "/api/things/", ["ApproveChange", "RefuseChange"],
            (id, _) => Task.FromResult<(string, ICollection<string>?)>(("\"1\"", _offered[id])));
        return Render<SeveralForm>(asked => asked.Add(form => form.Kind, kind).Add(form => form.Chosen, chosen)
            .Add(form => form.OnLeave, EventCallback.Empty));
    }
}
