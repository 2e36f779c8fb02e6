using Ops.Platform.Rules;
using Xunit;

namespace Ops.Portal.Tests.Identity;

/// <summary>Which department keeps which records, who of it, and the days on which nobody is away.</summary>
[Collection(OnOneSystem.Name)]
public sealed class DutiesTests(PortalSystem system)
{
    [Fact]
    [Rule("DOC-4", "which department has which duty")]
    [Rule("DOC-5.1.6", "a department names one of its own")]
    public async Task A_duty_goes_to_another_department_whose_custodian_is_named()
    {
        // Nobody else's test has to do with these records.
        const string Duty = "/identity/duties/other-records", Custodian = "customer-affairs-clerk-1";
        await using var operations = await Person.SignInAsync(system, "operations-1", Duty);
        await operations.PressAsync("改由其他部门承担");
        await operations.Page.Locator("#in-department").SelectOptionAsync("customer-affairs-group");
        await operations.LooksRightAsync("duty-assigning");
        await operations.PressAsync("改由其他部门承担");
        await operations.SeesAsync("已办理：改由其他部门承担");
        await operations.Page.Locator(".ops-facts a[href$='/customer-affairs-group']").WaitForAsync();
        await operations.SeesAsync("未指定");

        await using var archivist = await Person.SignInAsync(system, "archivist-1", Duty);
        await archivist.PressAsync("指定档案专管员");
        await archivist.Page.Locator("#in-kind").SelectOptionAsync("Other");
        // Only one of the department's own.
        await archivist.Page.Locator("#in-staff").FillAsync("consultant-1");
        await archivist.PressAsync("指定档案专管员");
        await archivist.Page.Locator(".ops-wrong").First.WaitForAsync();
        await archivist.LooksRightAsync("custodian-refused");
        await archivist.Page.Locator("#in-staff").FillAsync(Custodian);
        await archivist.PressAsync("指定档案专管员");
        await archivist.SeesAsync("已办理：指定档案专管员");
        await archivist.Page.Locator($".ops-custodians a[href$='/{Custodian}']").WaitForAsync();
        Assert.Empty((string[])[.. operations.Complaints, .. archivist.Complaints]);
    }

    [Fact]
    [Rule("REC-5", "the calendar of advertising days")]
    public async Task An_advertising_day_is_set_and_nobody_takes_leave_on_it()
    {
        var day = system.InDays(60);
        await using var manager = await Person.SignInAsync(
            system, "marketing-manager-1", $"/identity/sites/{PortalSystem.Project}/advertising-days");
        await manager.PressAsync("设定广告日");
        await manager.FillAsync("日期", day);
        await manager.FillAsync("原因", "开放日");
        await manager.LooksRightAsync("advertising-day-setting");
        await manager.PressAsync("设定广告日");
        await manager.SeesAsync("开放日");
        await manager.SeesAsync(Days.Shown(day));

        await using var supervisor = await Person.SignInAsync(
            system, "sales-supervisor-1", "/identity/staff/consultant-1/leaves");
        await supervisor.PressAsync("登记请假");
        await supervisor.Page.Locator("#in-kind").SelectOptionAsync("Other");
        await supervisor.FillAsync("第一天", day);
        await supervisor.FillAsync("最后一天", day);
        await supervisor.PressAsync("登记请假");
        await supervisor.SeesAsync("开放日");
        await supervisor.LooksRightAsync("leave-on-advertising-day");
        Assert.Empty((string[])[.. manager.Complaints, .. supervisor.Complaints]);
    }
}
