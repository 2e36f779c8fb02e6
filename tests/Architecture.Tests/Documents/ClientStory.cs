using System.Text;
using Ops.Clients.Archive;
using Ops.Clients.Clock;
using Ops.Clients.Sales;
using Ops.Clients.Staff;
using Ops.TestSupport;

namespace Ops.Clients;

/// <summary>
/// What somebody writes who has the OpenAPI documents and nothing else of ours. It is compiled in the test, with the
/// clients that are generated there.
/// </summary>
public static class ClientStory
{
    private const string Project = "harbour-court", Unit = "2-1-1203";

    private const string List =
        "楼栋,单元,楼层,房号,类型,建筑面积,套内面积,总价,状态\n2,1,12,1203,住宅,120,96,3000000,待售\n"
        + "2,1,12,1204,住宅,120,96,3100000,待售\n2,1,1,101,商铺,60,50,2000000,待售\n"
        + "3,1,1,101,住宅,80,64,1600000,销控\n3,1,1,102,住宅,80,64,1700000,销控\n";

    /// <summary>
    /// From a list of units to papers that are accepted, a home that is delivered and a shop that is let.
    /// </summary>
    /// <param name="at">A service's address, for somebody of a department: service, who, department.</param>
    public static async Task PlayAsync(Func<string, string, string, HttpClient> at)
    {
        const string group = "project-sales-group";
        var consultant = new SalesControlClient(at("salescontrol", "consultant-1", group));
        var second = new SalesControlClient(at("salescontrol", "consultant-2", group));
        var manager = new SalesControlClient(at("salescontrol", "marketing-manager-1", group));
        var clock = new ClockClient(at("gateway", "operations-1", "operations"));
        await ListUnitsAsync(consultant, manager);
        await ReserveAsync(consultant, second, manager);
        var sale = await SubscribeAsync(consultant);
        await HandOverAsync(
            new RecordsArchiveClient(at("recordsarchive", "consultant-1", group)),
            new RecordsArchiveClient(at("recordsarchive", "clerk-1", "customer-affairs-group")));
        await DeliverAsync(consultant, manager, await SwapAsync(consultant, manager, sale));
        await ReleaseAsync(consultant, clock);
        await LetAsync(consultant, clock);
        await OrganiseAsync(new IdentityClient(at("identity", "operations-1", "operations")));
    }

    private static async Task ListUnitsAsync(SalesControlClient consultant, SalesControlClient manager)
    {
        var project = new CreateProjectRequest { Code = Project, Name = "港湾华庭" };
        Is(201, (await consultant.CreateProjectAsync(project)).StatusCode);
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(List));
        var imported = (await consultant.ImportUnitsAsync(
            Project, new Sales.FileParameter(file, "units.csv", "text/csv"), idempotency_Key: "units-1")).Result;
        Is(5, imported.Imported);
        Is("csv", imported.Reading.Format);

        var prices = imported.PriceList!.Value;
        var seen = await manager.ReadPriceListAsync(prices);
        var approved = await manager.ApprovePriceListAsync(prices, ETag(seen.Headers));
        var published = await manager.PublishPriceListAsync(
            prices, ETag(approved.Headers), new PublishPriceListRequest());
        Is(PriceListState.Published, published.Result.State);
        Is("3000000.00", (await consultant.ReadPriceAsync(Project, Unit)).Result.Price!.Amount);
        using var workbook = (await consultant.ExportUnitsAsync(Project, SheetFormat.Xlsx)).Stream;
        Is('P', workbook.ReadByte());
    }

    private static async Task ReserveAsync(
        SalesControlClient consultant, SalesControlClient second, SalesControlClient manager)
    {
        var form = new RegisterReservationRequest
        {
            Customer = new CustomerForm { Name = "张三", Phone = "13800000001" },
            Form = "F-1",
        };
        var refused = await RefusedAsync(() => consultant.RegisterReservationAsync(Project, Unit, form));
        Is((422, "RES-1", "reservation.no-receipt"), (refused.StatusCode, refused.Result.Rule, refused.Result.Code));
        Is(true, refused.Result.Errors!.ContainsKey("depositReceipt"));

        form.DepositReceipt = "D-1";
        var registered =
            (await consultant.RegisterReservationAsync(Project, Unit, form, idempotency_Key: "r-1")).Result;
        Is(ReservationState.Pending, registered.State);
        var again = (await consultant.RegisterReservationAsync(Project, Unit, form, idempotency_Key: "r-1")).Result;
        Is(registered.Id, again.Id);
        var waits = (await second.RegisterReservationAsync(Project, Unit, new RegisterReservationRequest
        {
            Customer = new CustomerForm { Name = "李四", Phone = "13800000002" },
            Form = "F-2",
        })).Result;
        Is((ReservationState.Waiting, 1), (waits.State, waits.Place));

        var stale = await RefusedAsync(() => manager.ApproveReservationAsync(registered.Id, "\"1\""));
        Is(412, stale.StatusCode);
        var seen = await manager.ReadReservationAsync(registered.Id);
        var approved = (await manager.ApproveReservationAsync(registered.Id, ETag(seen.Headers))).Result;
        Is(ReservationState.Reserved, approved.State);
    }

    private static async Task<SaleView> SubscribeAsync(SalesControlClient consultant)
    {
        var sale = (await consultant.SignSubscriptionAsync(Project, Unit, new SignSubscriptionRequest
        {
            AgreementNumber = "S-1",
            Customer = new CustomerForm { Name = "张三", Phone = "13800000001" },
        })).Result;
        Is(SaleState.Subscribed, sale.State);
        var board = (await consultant.ReadBoardAsync(Project, building: ["2"])).Result;
        Is(UnitState.Subscribed, board.Buildings.Single().Floors.SelectMany(floor => floor.Units)
            .Single(unit => unit.Unit == Unit).State);
        return sale;
    }

    /// <summary>换房: to a unit that nobody has, at its own price.</summary>
    private static async Task<SaleView> SwapAsync(
        SalesControlClient consultant, SalesControlClient manager, SaleView sale)
    {
        var seen = await consultant.ReadSubscriptionAsync(sale.Id);
        var asked = await consultant.AskForSwapAsync(sale.Id, ETag(seen.Headers), new SwapUnitRequest
        {
            Unit = "2-1-1204",
            AgreementNumber = "S-2",
            Reason = "They want the corner.",
        });
        Is(403, (await RefusedAsync(() => consultant.ApproveChangeAsync(
            asked.Result.Id, ETag(asked.Headers)))).StatusCode);
        await manager.ApproveChangeAsync(asked.Result.Id, ETag(asked.Headers));
        var old = (await consultant.ReadSubscriptionAsync(sale.Id)).Result;
        Is(SaleState.Swapped, old.State);
        var listed = (await consultant.ListSubscriptionsAsync(Project, unit: "2-1-1204")).Result.Items.Single();
        Is(old.SwappedTo!.Value, listed.Id);
        var next = (await consultant.ReadSubscriptionAsync(listed.Id)).Result;
        Is(("S-2", "3100000.00", sale.Id), (next.AgreementNumber, next.Price!.Amount, next.SwappedFrom!.Value));
        return next;
    }

    /// <summary>Contract 签约, payment, delivery 交付.</summary>
    private static async Task DeliverAsync(SalesControlClient clerk, SalesControlClient finance, SaleView sale)
    {
        var seen = await clerk.ReadSubscriptionAsync(sale.Id);
        var contracted = await clerk.SignContractAsync(
            sale.Id, ETag(seen.Headers), new SignContractRequest { ContractNumber = "C-1" });
        Is(SaleState.Contracted, contracted.Result.State);
        var paid = await finance.RecordPaymentAsync(sale.Id, ETag(contracted.Headers), new RecordPaymentRequest
        {
            Receipt = "P-1",
            Amount = contracted.Result.Open,
        });
        Is("0.00", paid.Result.Open.Amount);
        var delivered = await clerk.DeliverUnitAsync(sale.Id, ETag(paid.Headers));
        Is(SaleState.Delivered, delivered.Result.State);
        Is(412, (await RefusedAsync(() => clerk.DeliverUnitAsync(sale.Id, ETag(paid.Headers)))).StatusCode);
    }

    /// <summary>A batch 批次: a queue number chooses, and the rest comes on sale by itself at its time.</summary>
    private static async Task ReleaseAsync(SalesControlClient lead, ClockClient clock)
    {
        var planned = await lead.PlanBatchAsync(
            Project, new PlanBatchRequest { Code = "b-1", Name = "首批", Building = "3" });
        Is(BatchState.Planned, planned.Result.State);
        var batch = planned.Result.Id;
        var number = (await lead.GiveQueueNumberAsync(batch, new GiveQueueNumberRequest
        {
            Customer = new CustomerForm { Name = "王五", Phone = "13800000003" },
            AgreementNumber = "Q-1",
            DepositReceipt = "QR-1",
        })).Result;
        var begun = await lead.BeginChoosingAsync(batch, await LastAsync());
        Is(BatchState.Choosing, begun.Result.State);
        var called = await lead.CallQueueNumberAsync(batch, await LastAsync());
        Is((number.Id, QueueNumberState.Called), (called.Result.Id, called.Result.State));
        var chosen = await lead.ChooseUnitAsync(number.Id, ETag(called.Headers), new ChooseUnitRequest
        {
            Unit = "3-1-101",
            AgreementNumber = "S-3",
        });
        Is(QueueNumberState.Chosen, chosen.Result.State);
        var now = (await clock.ReadClockAsync()).Result.Services.Max(one => one.Now);
        await lead.OpenBatchAsync(batch, await LastAsync(), new OpenBatchRequest { At = now.AddHours(1) });
        Is(UnitState.Withheld, (await lead.ReadUnitAsync(Project, "3-1-102")).Result.State);
        Is(true, (await clock.MoveClockAsync(new MoveClockRequest { By = "PT2H" })).Result.Now > now.AddHours(1));
        Is(BatchState.Open, (await lead.ReadBatchAsync(batch)).Result.State);
        Is(UnitState.Available, (await lead.ReadUnitAsync(Project, "3-1-102")).Result.State);

        async Task<string> LastAsync() => ETag((await lead.ReadBatchAsync(batch)).Headers);
    }

    /// <summary>A shop is booked and let 租赁.</summary>
    private static async Task LetAsync(SalesControlClient clerk, ClockClient clock)
    {
        var today = DateOnly.FromDateTime((await clock.ReadClockAsync()).Result.Services.Max(one => one.Now).DateTime);
        var booked = await clerk.BookLeaseAsync(Project, "2-1-101", new BookLeaseRequest
        {
            Tenant = new CustomerForm { Name = "赵六", Phone = "13800000004" },
            BookingNumber = "B-1",
            From = today.AddDays(30),
            To = today.AddDays(395),
            MonthlyRent = new Money { Amount = "9000.00", Currency = MoneyCurrency.CNY },
        });
        var signed = await clerk.SignLeaseAsync(
            booked.Result.Id, ETag(booked.Headers), new SignLeaseRequest { LeaseNumber = "L-1" });
        Is(LeaseState.Signed, signed.Result.State);
        Is(signed.Result.Id, (await clerk.ListLeasesAsync(Project)).Result.Items.Single().Id);
    }

    private static async Task HandOverAsync(RecordsArchiveClient consultant, RecordsArchiveClient clerk)
    {
        ICollection<HandoverView> owed = [];
        await Wait.UntilAsync(
            async () => (owed = (await clerk.ListHandoversAsync()).Result.Items).Count > 0,
            "the archive to hear of it");
        var (id, seen) = (owed.Single().Id, await consultant.ReadHandoverAsync(owed.Single().Id));
        var made = await consultant.MakeHandoverAsync(id, ETag(seen.Headers), new MakeHandoverRequest
        {
            Papers = [new() { Kind = PaperKind.Subscription, Title = "认购书", Carrier = Carrier.Paper, Pages = 4 }],
        });
        var accepted = (await clerk.AcceptHandoverAsync(id, ETag(made.Headers))).Result;
        Is(HandoverState.Accepted, accepted.State);
        Is(true, (await clerk.ExplainHandoverAsync(id)).Result.Any(step => step.Rule == "DOC-5.2.2"));
    }

    private static async Task OrganiseAsync(IdentityClient operations)
    {
        Is(true, (await operations.ListPermissionsAsync()).Result.Count > 0);
        var set = await operations.SetUpPostAsync(new SetUpPostRequest
        {
            Post = "host",
            Name = "接待员",
            Permissions = ["sales.board.read"],
        });
        var renamed = (await operations.RenamePostAsync(
            "host", ETag(set.Headers), new RenamePostRequest { Name = "案场接待员" })).Result;
        Is("案场接待员", renamed.Name);
    }

    private static async Task<Sales.ApiException<Sales.Problem>> RefusedAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (Sales.ApiException<Sales.Problem> refused)
        {
            return refused;
        }

        throw new InvalidOperationException("It was not refused.");
    }

    private static string ETag(IReadOnlyDictionary<string, IEnumerable<string>> headers) => headers["ETag"].Single();

    private static void Is<T>(T expected, T actual)
    {
        if (!Equals(expected, actual))
            throw new InvalidOperationException($"It is {actual} and not {expected}.");
    }
}
