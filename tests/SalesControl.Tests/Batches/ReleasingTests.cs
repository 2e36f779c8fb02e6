using NodaTime;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Batches;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Units;
using Xunit;
using static Ops.SalesControl.Tests.Units.AUnit;

namespace Ops.SalesControl.Tests.Batches;

/// <summary>A batch is planned, its day begins, and it opens, at once or by itself.</summary>
public sealed class ReleasingTests
{
    private static readonly Guid Other = new(77, 0, 0, new byte[8]);

    private static readonly Refused Unknown = Refused.Input(null, "units", Text.Of("unknown"));

    private readonly ABatch _a = new();

    [Fact, Rule("RES-2")]
    public void A_batch_is_planned_with_the_units_that_are_not_in_it_yet()
    {
        var picked = new[] { _a.Units[0], _a.Unit("1301"), _a.Unit("1302", Other) };

        var planned = Plan(picked).Value;
        State(picked).Happen(planned, new(Start, "assistant-1"));

        Assert.Equal(
            ["UnitDescribed", "UnitDescribed", "BatchChanged"], planned.All.Select(one => one.GetType().Name));
        Assert.Equal(("Planned", 3), planned.All.OfType<BatchChanged>().Select(one => (one.State, one.Units)).Single());
        Assert.All(picked, unit => Assert.Equal(_a.Batch.Id, unit.BatchId));
        Assert.Empty(Plan([]).Value.All.OfType<UnitDescribed>());
    }

    [Fact, Rule("RES-2")]
    public void A_unit_is_in_one_batch_whose_day_is_to_come_and_withheld_until_then()
    {
        var inAnother = _a.Unit("1301", Other);
        var refusal = Plan([inAnother], others: new() { [Other] = "b-2" }).Refusal!;
        Assert.Equal(("RES-2", "batch.unit-in-another", "b-2"), (
            refusal.Rule, refusal.Text.Code, refusal.Text.Args["batch"]));
        Assert.Equal([inAnother.Path, $"batch/{Other}"], refusal.Evidence);

        var onSale = _a.Unit("1302", withheld: false);
        Assert.Equal([onSale.Path], Plan([onSale]).Refusal!.Evidence);
        Assert.Equal("batch.code-used", Plan([onSale], isCodeUsed: true).Refusal!.Text.Code);
        Assert.Equal("unknown", Plan(Unknown).Refusal!.Text.Code);
    }

    [Fact, Rule("RES-2")]
    public void Units_are_put_in_and_taken_out_before_the_day_only()
    {
        var added = Add(_a.Unit("1301"), _a.Units[0]).Value;
        Assert.Equal(3, added.All.OfType<BatchChanged>().Single().Units);
        Assert.Single(added.All.OfType<UnitDescribed>());

        var state = Changed(_a.Units[0]);
        var removed = PlanBatch.Remove(state, new(["2-1-1201"]), _a.By("assistant-1")).Value;
        Assert.Equal(1, removed.All.OfType<BatchChanged>().Single().Units);
        state.Happen(removed, new(Start, "assistant-1"));
        Assert.Equal((null, 1), (_a.Units[0].BatchId, state.Units));

        _a.Begin();
        var late = Add(_a.Unit("1302")).Refusal!;
        Assert.Equal(("RES-2", "batch.changed-before-its-day"), (late.Rule, late.Text.Code));
        Assert.Equal([_a.Batch.Stream], late.Evidence);
        Assert.Equal("batch.changed-before-its-day", Remove(_a.Units[1])!.Text.Code);
    }

    [Fact, Rule("RES-2")]
    public void Only_what_is_in_the_batch_and_withheld_is_taken_out_of_it()
    {
        var other = Remove(_a.Units[0], _a.Unit("1301"))!;
        Assert.Equal(("RES-2", "batch.unit-not-in-it", "units"), (other.Rule, other.Text.Code, other.Field));
        Assert.Equal("2-1-1301", other.Text.Args["unit"]);
        var sold = _a.Unit("1302", _a.Batch.Id, withheld: false);
        Assert.Equal([sold.Path], Remove(_a.Units[0], sold)!.Evidence);
        var unknown = new ChangedRelease(_a.Parts)
        {
            Others = new Dictionary<Guid, string>(),
            Picked = Unknown,
        };
        Assert.Equal("unknown", PlanBatch.Remove(unknown, new([]), _a.By("assistant-1")).Refusal!.Text.Code);
        // Once the day has begun nothing else is looked at.
        _a.Begin();
        Assert.Equal(
            "batch.changed-before-its-day",
            PlanBatch.Remove(unknown, new([]), _a.By("assistant-1")).Refusal!.Text.Code);
    }

    [Fact, Rule("RES-4")]
    public void The_day_begins_once_and_only_where_there_is_something_to_choose()
    {
        var none = BeginChoosing(new ABatch(units: 0));
        Assert.Equal("batch.without-units-to-choose", none.Refusal!.Text.Code);

        var begun = BeginChoosing(_a).Value;
        Assert.Equal(("Choosing", 2), (begun.State, begun.Units));
        _a.State.Happen((IEvent<Release>)begun, new(Start + Tick, "assistant-1"));
        Assert.Equal((BatchState.Choosing, Start + Tick, null), (
            _a.Batch.State, _a.Batch.ChoosingAt, _a.Batch.OpenedAt));
        Assert.Equal("batch.begun-already", BeginChoosing(_a).Refusal!.Text.Code);
        Assert.Equal([_a.Batch.Stream], BeginChoosing(_a).Refusal!.Evidence);

        static Outcome<BatchChanged> BeginChoosing(ABatch batch) =>
            OpenBatch.BeginChoosing(batch.State, batch.By("assistant-1"));
    }

    [Fact, Rule("RES-2"), Rule("CS-4")]
    public void A_batch_opens_once_and_with_units_that_have_a_price()
    {
        Assert.Equal("batch.without-units", Open(new ABatch(units: 0)).Refusal!.Text.Code);
        _a.Priced = [_a.Units[0].Id];
        var unpriced = Open(_a).Refusal!;
        Assert.Equal(("CS-4", "batch.without-price"), (unpriced.Rule, unpriced.Text.Code));
        Assert.Equal([_a.Units[1].Path], unpriced.Evidence);

        _a.Priced = null;
        var opened = Open(_a).Value;
        _a.State.Happen(opened, new(Start + Tick, "assistant-1"));
        Assert.Equal((BatchState.Open, Start + Tick), (_a.Batch.State, _a.Batch.OpenedAt));
        Assert.All(_a.Units, unit => Assert.Equal(
            (UnitState.Available, Start + Tick), (unit.State, unit.Since)));
        Assert.All(opened.All.OfType<UnitPutOnSale>(), one => Assert.Equal("b-1", one.Batch));
        Assert.Equal("batch.opened-already", Open(_a).Refusal!.Text.Code);
    }

    [Fact, Rule("RES-2")]
    public void What_was_chosen_before_needs_no_price_and_stays_sold()
    {
        _a.Units[0].Enter(UnitState.Subscribed, Start);
        _a.Priced = [_a.Units[1].Id];

        _a.State.Happen(Open(_a).Value, new(Start, "assistant-1"));

        Assert.Equal([UnitState.Subscribed, UnitState.Available], _a.Units.Select(unit => unit.State));
    }

    [Fact, Rule("RES-4")]
    public void Who_was_called_and_has_not_chosen_loses_the_turn_where_whoever_opens_it_says_so()
    {
        QueueNumber[] numbers = [_a.Give(1), _a.Give(2), _a.Give(3)];
        Assert.Null(Open(_a).Refusal);
        numbers[0].Move(QueueNumberState.PassedOver, Start, null);
        numbers[1].Move(QueueNumberState.Called, Start, null);

        foreach (var said in new bool?[] { null, false })
        {
            var left = Open(_a, numbersLeft: said).Refusal!;
            Assert.Equal(("RES-4", "batch.numbers-left", "numbersLeft"), (left.Rule, left.Text.Code, left.Field));
            Assert.Equal(2, left.Text.Args["count"]);
            Assert.Equal([1, 2], (int[])left.Text.Args["numbers"]!);
            Assert.Equal([numbers[0].Evidence, numbers[1].Evidence], left.Evidence);
        }

        // Where the time is only set, they may choose until then.
        Assert.Null(Open(_a, Start + Hold).Refusal);
        _a.State.Happen(Open(_a, numbersLeft: true).Value, new(Start, "assistant-1"));
        Assert.Equal(
            [QueueNumberState.PassedOver, QueueNumberState.PassedOver, QueueNumberState.Given],
            numbers.Select(number => number.State));
    }

    [Fact, Rule("RES-4")]
    public void Of_many_numbers_that_are_left_the_first_twenty_are_named()
    {
        for (var customer = 1; customer <= 21; customer++)
            _a.Give(customer).Move(QueueNumberState.PassedOver, Start, null);

        var left = Open(_a).Refusal!;

        Assert.Equal((21, 20, 20), (
            left.Text.Args["count"], ((int[])left.Text.Args["numbers"]!).Length, left.Evidence.Count));
    }

    [Fact, Rule("RES-2")]
    public void A_batch_opens_by_itself_at_its_time_however_late_that_is_noticed()
    {
        var past = Open(_a, Start - Duration.Epsilon).Refusal!;
        Assert.Equal(("RES-2", "batch.time-is-past", "at"), (past.Rule, past.Text.Code, past.Field));

        var at = Start + Hold;
        var state = _a.State;
        state.Happen(Open(_a, at).Value, new(Start, "assistant-1"));
        Assert.Equal((BatchState.Planned, at, null), (_a.Batch.State, state.OpensAt, _a.Batch.OpenedAt));
        // A time that is set anew takes the place of the other.
        state.Happen(Open(_a, at + Tick).Value, new(Start, "assistant-1"));
        Assert.Equal(at + Tick, state.OpensAt);
        state.Happen(Open(_a, at).Value, new(Start, "assistant-1"));

        state.LetDueHappen(at - Duration.Epsilon);
        Assert.Equal(BatchState.Planned, _a.Batch.State);
        state.LetDueHappen(at + Hold);
        Assert.Equal((BatchState.Open, at, null), (_a.Batch.State, _a.Batch.OpenedAt, state.OpensAt));
        Assert.All(_a.Units, unit => Assert.Equal((UnitState.Available, at), (unit.State, unit.Since)));
        var version = _a.Batch.Version;
        state.LetDueHappen(at + Hold);
        Assert.Equal(version, _a.Batch.Version);
    }

    [Fact, Rule("RES-2"), Rule("CS-4")]
    public void A_time_that_was_set_stays_set_when_the_day_begins_and_what_has_no_price_then_stays_withheld()
    {
        _a.OpensAt = Start + Hold;
        _a.Priced = [_a.Units[0].Id];
        var number = _a.Give(1);
        var state = _a.State;
        state.Happen(
            (IEvent<Release>)OpenBatch.BeginChoosing(state, _a.By("assistant-1")).Value, new(Start, "assistant-1"));
        Assert.Equal(Start + Hold, state.OpensAt);
        number.Move(QueueNumberState.Called, Start, null);

        state.LetDueHappen(Start + Hold);

        Assert.Equal([UnitState.Available, UnitState.Withheld], _a.Units.Select(unit => unit.State));
        Assert.Equal([_a.Units[1]], state.Opening!.WithoutPrice);
        Assert.Equal(QueueNumberState.PassedOver, number.State);
    }

    [Theory]
    [InlineData(20, "batch.units", 20, null)]
    [InlineData(21, "batch.units-and-more", 20, 1)]
    public void Of_many_units_the_first_twenty_are_named(int units, string code, int named, int? more)
    {
        var text = BatchFollows.Named(new ABatch(units).Units);

        Assert.Equal((code, named), (text.Code, ((string[])text.Args["units"]!).Length));
        Assert.Equal(more, text.Args.GetValueOrDefault("more"));
    }

    [Fact, Rule("RES-2"), Rule("CS-4")]
    public void A_single_unit_is_put_on_sale_outside_of_a_batch_to_come_and_with_a_price()
    {
        var withheld = _a.Unit("1301");
        Assert.True(WithholdUnit.Ask(OnSale(withheld), putOnSale: true).Value.PutOnSale);
        Assert.Equal("withholding.no-price", Code(OnSale(withheld, hasPrice: false), putOnSale: true));
        var planned = WithholdUnit.Refuses(OnSale(withheld, _a.Batch, hasPrice: false), putOnSale: true)!;
        Assert.Equal(("RES-2", "withholding.comes-with-batch"), (planned.Rule, planned.Text.Code));
        Assert.Equal([withheld.Path, _a.Batch.Stream], planned.Evidence);
        _a.Begin();
        Assert.Equal("withholding.comes-with-batch", Code(OnSale(withheld, _a.Batch), putOnSale: true));
        _a.Batch.Enter(BatchState.Open, Start);
        Assert.Null(Code(OnSale(withheld, _a.Batch), putOnSale: true));
        Assert.Equal("unit.act-forbidden", Code(OnSale(withheld), putOnSale: false));

        var open = _a.Unit("1302", withheld: false);
        // To withhold one, neither a batch nor a price is looked at.
        Assert.False(WithholdUnit.Ask(OnSale(open, hasPrice: false), putOnSale: false).Value.PutOnSale);
        Assert.Equal("unit.act-forbidden", Code(OnSale(open), putOnSale: true));

        static string? Code(UnitOnSale state, bool putOnSale) =>
            WithholdUnit.Ask(state, putOnSale).Refusal?.Text.Code;
    }

    [Theory, Rule("RES-2")]
    [InlineData(true, "Available")]
    [InlineData(false, "Withheld")]
    public void What_was_agreed_to_is_done_where_it_can_be_done_still(bool putOnSale, string becomes)
    {
        var unit = _a.Unit("1301", withheld: putOnSale);
        var kind = new WithholdUnit(null!);
        var change = _a.By("assistant-1");
        var request = new ChangeRequest(
            new ChangeAsked(
                _a.NewId(), unit.Id, Site.Code, unit.Code, nameof(ChangeKind.Withholding), null, change.Wrote("Now."))
            {
                Rule = "RES-2",
                Details = ChangeRequest.Write(new WithholdUnit.Details(putOnSale)),
            },
            change.Now);
        var state = new RequestedChange(request, kind, OnSale(unit));

        state.Happen(kind.Grant(state, _a.By(Manager)).Value, new(Start, Manager));

        Assert.Equal(becomes, unit.State.ToString());
        Assert.Equal("unit.act-forbidden", kind.Grant(state, _a.By(Manager)).Refusal!.Text.Code);
        Assert.Equal(putOnSale ? "withholding.what-put-on-sale" : "withholding.what-withhold", state.What.Code);
    }

    private static UnitOnSale OnSale(Unit unit, Batch? batch = null, bool hasPrice = true) =>
        new(unit, [], Terms) { Batch = batch, HasPrice = hasPrice };

    private static Outcome<Events<Release>> Open(ABatch batch, Instant? at = null, bool? numbersLeft = null) =>
        OpenBatch.Decide(
            batch.State, new(at?.WithOffset(Offset.Zero), numbersLeft), batch.By("assistant-1"));

    private Outcome<Events<Release>> Plan(
        Outcome<IReadOnlyCollection<Unit>> picked, Dictionary<Guid, string>? others = null, bool isCodeUsed = false) =>
        PlanBatch.Plan(State(picked, others, isCodeUsed), new("b-1", "First batch"), _a.By("assistant-1"));

    private Outcome<Events<Release>> Plan(
        Unit[] picked, Dictionary<Guid, string>? others = null, bool isCodeUsed = false) =>
        Plan((Outcome<IReadOnlyCollection<Unit>>)picked, others, isCodeUsed);

    private PlannedRelease State(
        Outcome<IReadOnlyCollection<Unit>> picked, Dictionary<Guid, string>? others = null, bool isCodeUsed = false) =>
        new(_a.Parts) { Others = others ?? [], Picked = picked, IsCodeUsed = isCodeUsed };

    private PlannedRelease State(Unit[] picked) => State((Outcome<IReadOnlyCollection<Unit>>)picked);

    private ChangedRelease Changed(params Unit[] picked) =>
        new(_a.Parts) { Others = new Dictionary<Guid, string>(), Picked = picked };

    private Outcome<Events<Release>> Add(params Unit[] picked) =>
        PlanBatch.Add(Changed(picked), new(), _a.By("assistant-1"));

    private Refused? Remove(params Unit[] picked) =>
        PlanBatch.Remove(Changed(picked), new([]), _a.By("assistant-1")).Refusal;
}
