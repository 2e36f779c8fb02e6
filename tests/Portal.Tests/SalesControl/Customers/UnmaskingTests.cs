using Ops.Platform.Rules;
using Xunit;

namespace Ops.Portal.Tests.SalesControl.Customers;

/// <summary>Who a customer is in full is shown for a purpose, and that it was shown is on the register.</summary>
[Collection(OnOneSystem.Name)]
public sealed class UnmaskingTests(PortalSystem system)
{
    [Fact]
    [Rule("CS-7", "personal data in full")]
    public async Task A_manager_says_what_for_and_sees_the_phone_and_an_auditor_that_it_was_seen()
    {
        const string Phone = "13811121202";
        var held = await system.ReservedAsync("2-1-1202", "喻全显", Phone, "21202");
        var customer = (await system.LookAsync("consultant-1", held))["customerId"];
        await using var manager = await Person.SignInAsync(
            system, "marketing-manager-1", $"/sales/customers/{customer}");
        await manager.SeesAsync("+86138****1202");
        await manager.FillAsync("用途", "核对认购资料");
        await manager.PressAsync("显示完整资料");
        await manager.SeesAsync($"+86{Phone}");
        await manager.LooksRightAsync("customer-unmasked");
        // Whoever comes back sees it masked.
        await manager.GoAsync($"/sales/customers/{customer}");
        await manager.SeesAsync("+86138****1202");
        Assert.Empty(manager.Complaints);

        await using var operations = await Person.SignInAsync(
            system, "operations-1", $"/sales/registers/unmaskings/{PortalSystem.Project}");
        await operations.FillAsync("办理人", "marketing-manager-1");
        await operations.SeesAsync("查阅了 1 份完整资料");
        await operations.SeesAsync("核对认购资料");
        Assert.Empty(operations.Complaints);
    }
}
