using System.Text;
using Ops.Clients.Archive;
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
        "楼栋,单元,楼层,房号,类型,建筑面积,套内面积,总价,状态\n2,1,12,1203,住宅,120,96,3000000,待售\n";

    /// <summary>From a list of units to papers that are accepted.</summary>
    /// <param name="at">A service's address, for somebody of a department: service, who, department.</param>
    public static async Task PlayAsync(Func<string, string, string, HttpClient> at)
    {
        var consultant = new SalesControlClient(at("sales", "consultant-1", "project-sales-group"));
        var second = new SalesControlClient(at("sales", "consultant-2", "project-sales-group"));
        var manager = new SalesControlClient(at("sales", "marketing-manager-1", "project-sales-group"));
        await ListUnitsAsync(consultant, manager);
        await ReserveAsync(consultant, second, manager);
        await SubscribeAsync(consultant);
        await HandOverAsync(
            new RecordsArchiveClient(at("archive", "consultant-1", "project-sales-group")),
            new RecordsArchiveClient(at("archive", "clerk-1", "customer-affairs-group")));
        await OrganiseAsync(new IdentityClient(at("identity", "operations-1", "operations")));
    }

    private static async Task ListUnitsAsync(SalesControlClient consultant, SalesControlClient manager)
    {
        var project = new CreateProjectRequest { Code = Project, Name = "港湾华庭" };
        Is(201, (await consultant.CreateProjectAsync(project)).StatusCode);
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(List));
        var imported = (await consultant.ImportUnitsAsync(
            Project, new Sales.FileParameter(file, "units.csv", "text/csv"), idempotency_Key: "units-1")).Result;
        Is(1, imported.Imported);
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

    private static async Task SubscribeAsync(SalesControlClient consultant)
    {
        var sale = (await consultant.SignSubscriptionAsync(Project, Unit, new SignSubscriptionRequest
        {
            AgreementNumber = "S-1",
            Customer = new CustomerForm { Name = "张三", Phone = "13800000001" },
        })).Result;
        Is(SaleState.Subscribed, sale.State);
        var board = (await consultant.ReadBoardAsync(Project, building: ["2"])).Result;
        Is(UnitState.Subscribed, board.Buildings.Single().Floors.Single().Units.Single().State);
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
