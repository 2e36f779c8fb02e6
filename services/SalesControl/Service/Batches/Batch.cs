using NodaTime;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Customers;

namespace Ops.SalesControl.Batches;

/// <summary>How far a release batch has come.</summary>
internal enum BatchState
{
    /// <summary>Its units are withheld; queue numbers may be given.</summary>
    Planned,

    /// <summary>The day: queue numbers are called and choose, in their order; nobody else may buy yet.</summary>
    Choosing,

    /// <summary>Its units are on sale to everyone.</summary>
    Open,
}

/// <summary>A release batch 开盘批次: units that come on sale together.</summary>
internal sealed class Batch : Aggregate
{
    private Batch()
    {
    }

    public Batch(Guid id, string project, string code, string name, Instant now, string by)
    {
        Id = id;
        (Project, Code, Name, PlannedAt, PlannedBy) = (project, code, name, now, by);
    }

    public override string StreamKind => "batch";

    public string Project { get; private init; } = "";

    /// <summary>Lower-case letters, digits and hyphens, unique in the project.</summary>
    public string Code { get; private init; } = "";

    public string Name { get; private init; } = "";

    public BatchState State { get; private set; }

    public Instant PlannedAt { get; private init; }

    public string PlannedBy { get; private init; } = "";

    /// <summary>When the choice of queue numbers began.</summary>
    public Instant? ChoosingAt { get; private set; }

    /// <summary>When its units came on sale to everyone.</summary>
    public Instant? OpenedAt { get; private set; }

    /// <summary>The queue number that was given last.</summary>
    public int LastNumber { get; private set; }

    /// <summary>Where it is read.</summary>
    public string Path => $"/api/sales/batches/{Id}";

    /// <summary>The name of the deadline that opens it by itself.</summary>
    public string OpensKey => $"batch-opens/{Id}";

    /// <summary>Its units were put together, or changed; only before its day.</summary>
    public Outcome<Batch> Plan(int units, Instant now, string by)
    {
        if (State != BatchState.Planned)
            return Is("changed any more");
        Say(units, now, by);
        return this;
    }

    /// <summary>The day begins: from now on no queue number is given, and those that were are called in their order.</summary>
    [Rule("RES-4")]
    public Outcome<Batch> BeginChoosing(int units, Instant now, string by)
    {
        if (State != BatchState.Planned)
            return Is("begun once more");
        if (units == 0)
            return new Refused("RES-2", $"Batch {Code} has no unit that could be chosen.") { Evidence = [Stream] };
        (State, ChoosingAt) = (BatchState.Choosing, now);
        Say(units, now, by);
        return this;
    }

    /// <summary>It is to open by itself at a time.</summary>
    [Rule("RES-2")]
    public Outcome<Batch> OpenAt(Instant at, int units, Instant now, string by)
    {
        if (State == BatchState.Open)
            return Is("opened once more");
        if (at < now)
            return Refused.Input("RES-2", "at", "A batch opens now or later: that time is past.");
        Say(units, now, by, at);
        return this;
    }

    /// <summary>Its units are on sale to everyone 开盘, and the turn of its queue numbers is over.</summary>
    /// <param name="called">The number that was choosing; null for none.</param>
    /// <param name="units">How many units it has.</param>
    /// <param name="now">When it opened.</param>
    /// <param name="by">Who opened it.</param>
    [Rule("RES-2")]
    public Outcome<Batch> Open(QueueNumber? called, int units, Instant now, string by)
    {
        if (State == BatchState.Open)
            return Is("opened once more");
        (State, OpenedAt) = (BatchState.Open, now);
        Say(units, now, by);
        if (called is not null)
        {
            called.PassOver();
            Moved(called, now, by);
        }

        return this;
    }

    /// <summary>The next number, for whoever has signed the agreement and paid the deposit; before the day only, so that nobody gets before another.</summary>
    [Rule("RES-4")]
    public Outcome<QueueNumber> Give(Guid id, Guid customerId, CustomerOnForm customer, string agreementNumber, Guid deposit, Instant now, string consultant)
    {
        if (RefusesNumbers() is { } refusal)
            return refusal;
        var number = new QueueNumber(id, Id, Project, ++LastNumber, customerId, customer, agreementNumber, deposit, now, consultant);
        Raise(new QueueNumberGiven(number.Id, Project, Code, number.Number, agreementNumber, consultant), now, consultant);
        return number;
    }

    /// <summary>Why no number is given any more; null while one is.</summary>
    [Rule("RES-4")]
    public Refused? RefusesNumbers() =>
        State == BatchState.Planned ? null : new Refused("RES-4", $"Batch {Code} {Stands()}: queue numbers are given before its day.") { Evidence = [Stream] };

    /// <summary>Whose turn is next: the lowest number that was not called yet; when all were, of those who were passed over whoever was called longest ago.</summary>
    [Rule("RES-4")]
    public static QueueNumber? NextOf(IReadOnlyCollection<QueueNumber> numbers) =>
        numbers.Where(n => n.State == QueueNumberState.Given).MinBy(n => n.Number)
        ?? numbers.Where(n => n.State == QueueNumberState.PassedOver).OrderBy(n => n.CalledAt).ThenBy(n => n.Number).FirstOrDefault();

    /// <summary>Calls the next number: one at a time.</summary>
    [Rule("RES-4")]
    public Outcome<QueueNumber> CallNext(IReadOnlyCollection<QueueNumber> numbers, Instant now, string by)
    {
        if (RefusesChoosing() is { } refusal)
            return refusal;
        if (numbers.FirstOrDefault(n => n.State == QueueNumberState.Called) is { } called)
            return new Refused("RES-4", $"Number {called.Number} is choosing: it chooses, or is passed over, before the next is called.") { Evidence = [called.Evidence] };
        if (NextOf(numbers) is not { } next)
            return new Refused("RES-4", $"No queue number of batch {Code} is left to be called.") { Evidence = [Stream] };
        next.Call(now);
        Moved(next, now, by);
        return next;
    }

    /// <summary>Whoever was called is not there, or chooses nothing: the next is called, and this one again after all the others.</summary>
    [Rule("RES-4")]
    public Outcome<QueueNumber> PassOver(QueueNumber number, Instant now, string by)
    {
        if (RefusesChoosing() is { } refusal)
            return refusal;
        if (number.State != QueueNumberState.Called)
            return new Refused("RES-4", $"Number {number.Number} is not called: it cannot be passed over.") { Evidence = [number.Evidence] };
        number.PassOver();
        Moved(number, now, by);
        return number;
    }

    /// <summary>Why a number may not choose now: it is the call, in the order of the numbers, that decides. Null where it may.</summary>
    [Rule("RES-4")]
    public Refused? RefusesChoiceOf(QueueNumber number, IReadOnlyCollection<QueueNumber> numbers)
    {
        if (RefusesChoosing() is { } refusal)
            return refusal;
        if (number.State == QueueNumberState.Called)
            return null;
        if (number.EndedAt is not null)
            return new Refused("RES-4", $"Number {number.Number} {(number.State == QueueNumberState.Chosen ? "has chosen" : "was given back")} already.") { Evidence = [number.Evidence] };
        return numbers.FirstOrDefault(n => n.State == QueueNumberState.Called) is { } called
            ? new Refused("RES-4", $"It is the turn of number {called.Number}, not of {number.Number}: whoever came first chooses first.") { Evidence = [called.Evidence, number.Evidence] }
            : new Refused("RES-4", $"Number {number.Number} was not called: whoever came first chooses first.") { Evidence = [number.Evidence, .. NextOf(numbers) is { } next && next != number ? [next.Evidence] : Array.Empty<string>()] };
    }

    /// <summary>What it chose is subscribed.</summary>
    public void Chosen(QueueNumber number, Guid subscription, Instant now, string by)
    {
        number.Choose(subscription, now);
        Moved(number, now, by);
    }

    /// <summary>Given back: whoever has not chosen gets the deposit again.</summary>
    public Outcome<QueueNumber> Return(QueueNumber number, Instant now, string by)
    {
        if (number.EndedAt is not null)
            return new Refused("RES-4", $"Number {number.Number} {(number.State == QueueNumberState.Chosen ? "has chosen: its deposit is part of the price" : "was given back already")}.") { Evidence = [number.Evidence] };
        number.Return(now);
        Moved(number, now, by);
        return number;
    }

    /// <summary>A consultant's open numbers pass to another.</summary>
    public void Pass(IEnumerable<QueueNumber> numbers, string to, Instant now, string by)
    {
        foreach (var number in numbers)
        {
            Raise(new QueueNumberPassed(number.Id, Project, Code, number.Number, number.Consultant, to), now, by);
            number.PassTo(to);
        }
    }

    private Refused? RefusesChoosing() =>
        State == BatchState.Choosing ? null : new Refused("RES-4", $"Batch {Code} {Stands()}: queue numbers choose on its day, before it is open to all.") { Evidence = [Stream] };

    private string Stands() => State switch
    {
        BatchState.Planned => "is planned",
        BatchState.Choosing => "has begun",
        _ => "is open to all",
    };

    private Refused Is(string what) => new("RES-2", $"Batch {Code} {Stands()}: it cannot be {what}.") { Evidence = [Stream] };

    private void Say(int units, Instant now, string by, Instant? opensAt = null) => Raise(new BatchChanged(Id, Project, Code, State.ToString(), units) { OpensAt = opensAt }, now, by);

    private void Moved(QueueNumber number, Instant now, string by) => Raise(new QueueNumberMoved(number.Id, Project, Code, number.Number, number.State.ToString(), number.SubscriptionId), now, by);
}
