using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Ops.Identity.Client;
using Ops.Identity.Contracts;
using Ops.Platform.Messaging;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.RecordsArchive.Contracts;
using Ops.RecordsArchive.Handovers;
using Ops.RecordsArchive.Storage;
using Ops.SalesControl.Contracts;
using Ops.TestSupport;
using Xunit;

namespace Ops.RecordsArchive.Tests.Handovers;

/// <summary>
/// A company without the department that the regulation names gives its duty to another, and the archive goes by that.
/// </summary>
public sealed class DutyTests(TestServers servers)
{
    private static readonly Instant Morning = Instant.FromUtc(2026, 9, 1, 1, 0);

    [Fact]
    [Rule("DOC-4")]
    public async Task Handovers_are_owed_by_whoever_has_the_duties_or_by_the_regulation_s_own_until_Identity_speaks()
    {
        await using var archive = await ServiceHost<RecordsArchiveDb>.StartAsync(servers, "archivedb");
        await OweAsync(archive, "2-1-1201");
        await HearAsync<DutyCopy, DutyAssigned>(archive, new("sales-records", "sales-agency", "company"), Morning);
        await HearAsync<DutyCopy, DutyAssigned>(
            archive, new("signing-and-title-records", "contract-office", "company"), Morning);
        await HearAsync<DutyCopy, DutyAssigned>(archive, new("archive-owner", "records-office", "company"), Morning);
        await OweAsync(archive, "2-1-1202");

        Assert.Equal(["2-1-1201"], await SeenByAsync(archive, "project-sales-group"));
        Assert.Equal(["2-1-1201"], await SeenByAsync(archive, "customer-affairs-group"));
        Assert.Equal(["2-1-1202"], await SeenByAsync(archive, "sales-agency"));
        Assert.Equal(["2-1-1202"], await SeenByAsync(archive, "contract-office"));
        // The department that owns the archive sees all, and the one that no longer does only its own.
        Assert.Equal(["2-1-1201", "2-1-1202"], await SeenByAsync(archive, "records-office"));
        Assert.Empty(await SeenByAsync(archive, "general-manager-office"));
    }

    [Fact]
    [Rule("DOC-4")]
    public async Task Two_departments_events_come_in_any_order_and_the_duty_is_with_whom_it_was_given_to_last()
    {
        await using var archive = await ServiceHost<RecordsArchiveDb>.StartAsync(servers, "archivedb");
        await HearAsync<DutyCopy, DutyAssigned>(
            archive, new("sales-records", "sales-agency", "company"), Morning + Duration.FromHours(1));
        await HearAsync<DutyCopy, DutyAssigned>(
            archive, new("sales-records", "project-sales-group", "company"), Morning);
        await OweAsync(archive, "2-1-1201");
        Assert.Equal(["2-1-1201"], await SeenByAsync(archive, "sales-agency"));
    }

    [Fact]
    [Rule("DOC-5.1.6")]
    public async Task The_archive_tells_which_department_it_goes_by_and_who_keeps_what_and_forgets_who_has_left()
    {
        await using var archive = await ServiceHost<RecordsArchiveDb>.StartAsync(servers, "archivedb");
        await HearAsync<DutyCopy, DepartmentChanged>(
            archive, new("customer-affairs-group", "客户事务组", "sales-operations"), Morning);
        await HearAsync<DutyCopy, CustodianNamed>(
            archive, new("customer-affairs-group", "Signing", "clerk-1"), Morning);
        await HearAsync<DutyCopy, CustodianNamed>(
            archive, new("customer-affairs-group", "Signing", "clerk-2"), Morning);
        Assert.Equal(("客户事务组", "clerk-2"), await ReceiverAsync(archive));
        await HearAsync<StaffCopy, StaffLeft>(archive, new("clerk-2", null, new LocalDate(2026, 9, 1)), Morning);
        Assert.Equal(("客户事务组", null), await ReceiverAsync(archive));
        Assert.All(
            (Type[])[typeof(DutyAssigned), typeof(DepartmentChanged), typeof(CustodianNamed)],
            type => Assert.Contains(RecordsArchiveEvents.Service, IdentityEvents.Subscribers[type]));
    }

    private static async Task<(string? Name, string? Custodian)> ReceiverAsync(ServiceHost<RecordsArchiveDb> archive)
    {
        using var clerk = archive.Client([RecordsArchivePermissions.ReadFiles]);
        var duties = await clerk.GetFromJsonAsync<JsonElement>(
            "/api/archive/duties", TestContext.Current.CancellationToken);
        Assert.Equal(
            ["archive-owner", "sales-records", "signing-and-title-records"],
            duties.EnumerateArray().Select(duty => duty.GetProperty("duty").GetString()!));
        var receiver = duties[2];
        return (
            receiver.GetProperty("name").GetString(), receiver
                .GetProperty("custodians")
                .EnumerateArray()
                .Select(custodian => custodian.GetProperty("staff").GetString())
                .SingleOrDefault());
    }

    private static async Task<IReadOnlyList<string>> SeenByAsync(
        ServiceHost<RecordsArchiveDb> archive, string department)
    {
        using var who = archive.Client([RecordsArchivePermissions.ReadFiles], "clerk-1", "clerk", department);
        return
        [
            .. (
                await who.GetFromJsonAsync<JsonElement>("/api/archive/handovers", TestContext.Current.CancellationToken)
            )
                .GetProperty("items")
                .EnumerateArray()
                .Select(handover => handover.GetProperty("unit").GetString()!)
                .Order(StringComparer.Ordinal),
        ];
    }

    private static Task OweAsync(ServiceHost<RecordsArchiveDb> archive, string unit)
    {
        var id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
        return HearAsync<OweHandover, SubscriptionSigned>(
            archive,
            new(
                id, id, "harbour-court", "Harbour Court", "Asia/Shanghai", new LocalTime(18, 0), unit, "2", "1",
                unit[^4..], "A-1", null, "consultant-1", Morning),
            Morning);
    }

    /// <summary>As the inbox does it: the event's handler in a change of its own.</summary>
    private static async Task HearAsync<THandler, TEvent>(
        ServiceHost<RecordsArchiveDb> archive, TEvent message, Instant at)
        where THandler : class, IHandle<TEvent>
        where TEvent : class
    {
        await using var scope = archive.Services.CreateAsyncScope();
        var handler = scope.ServiceProvider.GetRequiredService<THandler>();
        await scope
            .ServiceProvider.GetRequiredService<UnitOfWork>()
            .RunAsync(
                async cancellationToken =>
                {
                    await handler.HandleAsync(
                        message,
                        new EventContext(
                            Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), "tests", "tests/1", 1, at,
                            "operations-1", TraceId: null),
                        cancellationToken);
                    return true;
                },
                TestContext.Current.CancellationToken);
    }
}
