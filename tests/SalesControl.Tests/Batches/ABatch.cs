using NodaTime;
using Ops.Platform.Departments;
using Ops.SalesControl.Batches;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Tests.Units;
using Ops.SalesControl.Units;
using static Ops.SalesControl.Tests.Units.AUnit;

namespace Ops.SalesControl.Tests.Batches;

/// <summary>A release batch by itself, of withheld units: what a test of a release's rules begins with.</summary>
internal sealed class ABatch
{
    private readonly AUnit _ids = new(ids: 9_000);
    private readonly List<QueueNumber> _numbers = [];

    /// <param name="units">How many units it has.</param>
    public ABatch(int units = 2)
    {
        Batch = new Batch(_ids.NewId(), Site.Code, "b-1", "First batch", new(Start, "assistant-1"));
        Units = [.. Enumerable.Range(1, units).Select(room => Unit($"120{room}", Batch.Id))];
    }

    public Batch Batch { get; }

    public List<Unit> Units { get; }

    /// <summary>Those that have a published price: all, unless a test says otherwise.</summary>
    public HashSet<Guid>? Priced { get; set; }

    /// <summary>When it is to open by itself.</summary>
    public Instant? OpensAt { get; set; }

    /// <summary>The numbers that are open.</summary>
    public IReadOnlyList<QueueNumber> Numbers => [.. _numbers.Where(number => number.EndedAt is null)];

    public ReleaseParts Parts => new(Batch, Site)
    {
        Numbers = Numbers,
        Units = Units.Count,
        OpensAt = OpensAt,
        Opening = new(Units, Priced ?? [.. Units.Select(unit => unit.Id)]),
    };

    public Release State => new(Parts);

    public Change By(string id, Instant? at = null) => _ids.By(id, at ?? Start);

    public Guid NewId() => _ids.NewId();

    /// <summary>A unit of the project, withheld.</summary>
    public Unit Unit(string room, Guid? batch = null, bool withheld = true) => new(
        NewId(), Site.Code, new("2", "1", 12, room, "home", 89.5m, null, null, withheld), Start)
    {
        BatchId = batch,
    };

    /// <summary>The next number is given, with a deposit of 10 000.</summary>
    public QueueNumber Give(int customer)
    {
        var number = new QueueNumber(
            NewId(), Batch, ++Batch.LastNumber,
            new(CustomerId(customer), Customer(customer), $"Q-{customer}", NewId()),
            new(Start, $"consultant-{customer}"));
        _numbers.Add(number);
        return number;
    }

    public NamedNumber Named(QueueNumber number) => new(Parts, number, DepositOf(number));

    public Deposit DepositOf(QueueNumber number) => new(
        number.DepositId, Site.Code, $"QR-{number.Number}", 10_000m, number.CustomerId, new(Start, "finance-1"))
    {
        QueueNumberId = number.Id,
    };

    /// <summary>Its day begins.</summary>
    public void Begin() => Batch.Enter(BatchState.Choosing, Start);
}
