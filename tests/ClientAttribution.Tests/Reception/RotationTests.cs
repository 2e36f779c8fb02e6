using NodaTime;
using Ops.ClientAttribution.Reception;
using Ops.Platform.Rules;
using Xunit;

namespace Ops.ClientAttribution.Tests.Reception;

/// <summary>Who receives whom, and why: the desk's rules one by one.</summary>
public sealed class RotationTests
{
    private const string Ann = "ann", Ben = "ben", Cai = "cai";

    [Fact, Rule("REC-1.2"), Rule("REC-1.1"), Rule("ATT-II.1"), Rule("REC-2.1")]
    public void The_first_visitor_goes_to_the_first_from_the_left_and_after_the_last_it_begins_again()
    {
        var desk = new DeskStage(Ann, Ben, Cai);

        List<string?> received = [];
        for (var visitor = 0; visitor < 7; visitor++)
        {
            var contact = desk.Arrive();
            received.Add(contact.Consultant);
            desk.End(contact);
        }

        Assert.Equal([Ann, Ben, Cai, Ann, Ben, Cai, Ann], received);
        Assert.All(desk.Desk.Contacts, contact => Assert.Equal(Turn.Used, contact.Turn));
    }

    [Theory, Rule("ATT-4"), Rule("ATT-II.2"), Rule("REC-1.2")]
    [InlineData("Out")]
    [InlineData("OnCall")]
    public void Who_is_not_there_at_their_turn_is_passed_over_and_nothing_is_made_up(string state)
    {
        var desk = new DeskStage(Ann, Ben, Cai);
        desk.Say(Ann, Enum.Parse<SeatState>(state));

        var first = desk.Arrive();
        desk.Say(Ann, SeatState.Ready);
        var second = desk.Arrive();

        Assert.Equal((Ben, Cai), (first.Consultant, second.Consultant));
        Assert.Contains(first.Steps, step => step is { Rule: "ATT-4", Text.Code: "rotation.passed-over" });
        Assert.Null(desk.Desk.Day.SeatOf(Ann)!.KeptSince);
    }

    [Fact, Rule("ATT-II.2")]
    public void Who_is_passed_over_in_the_half_hour_of_a_meal_is_first_when_back_once()
    {
        var desk = new DeskStage(Ann, Ben, Cai);
        desk.Say(Ann, SeatState.AtMeal);
        desk.Pass(minutes: 10);

        Assert.Equal(Ben, desk.Arrive().Consultant);
        desk.Say(Ann, SeatState.Ready);
        var kept = desk.Arrive();
        Assert.Equal((Ann, Turn.Kept), (kept.Consultant, kept.Turn));
        desk.End(kept);

        // The order goes on where it was: the turn that was kept was one more, and is used.
        Assert.Equal(Cai, desk.Arrive().Consultant);
        Assert.Equal(Ann, desk.Arrive().Consultant);
    }

    [Theory, Rule("ATT-II.2")]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void The_half_hour_of_a_meal_ends(long ticksAfter, bool kept)
    {
        var desk = new DeskStage(Ann, Ben);
        desk.Say(Ann, SeatState.AtMeal);
        desk.Pass(Duration.FromMinutes(30) + Duration.FromTicks(ticksAfter));

        desk.Arrive();

        Assert.Equal(kept, desk.Desk.Day.SeatOf(Ann)!.KeptSince is not null);
    }

    [Fact, Rule("ATT-II.2")]
    public void A_meal_in_which_two_turns_pass_keeps_one()
    {
        var desk = new DeskStage(Ann, Ben);
        desk.Say(Ann, SeatState.AtMeal);
        desk.End(desk.Arrive());
        desk.End(desk.Arrive());
        desk.Say(Ann, SeatState.Ready);

        var back = desk.Arrive();

        Assert.Equal((Ann, Turn.Kept), (back.Consultant, back.Turn));
        desk.End(back);
        Assert.Equal((Ann, Turn.Used), (desk.Arrive().Consultant, desk.Desk.Contacts[^1].Turn));
    }

    [Fact, Rule("ATT-3"), Rule("ATT-II.3")]
    public void Who_asks_for_a_consultant_is_theirs_and_uses_up_no_turn()
    {
        var desk = new DeskStage(Ann, Ben);

        var named = desk.Arrive(new(CameBefore: false, AsksFor: Ann, HasAppointment: true));
        Assert.Equal((Ann, Turn.None), (named.Consultant, named.Turn));
        desk.End(named);

        Assert.Equal(Ann, desk.Arrive().Consultant);
    }

    [Fact, Rule("ATT-II.3")]
    public void A_turn_that_comes_while_one_is_with_an_appointment_stays()
    {
        var desk = new DeskStage(Ann, Ben, Cai);
        var named = desk.Arrive(new(CameBefore: false, AsksFor: Ann));

        var next = desk.Arrive();
        Assert.Equal(Ben, next.Consultant);
        Assert.Contains(next.Steps, step => step is { Rule: "ATT-II.3", Text.Code: "rotation.kept-with-own" });
        desk.End(named);

        Assert.Equal((Ann, Turn.Kept), (desk.Arrive().Consultant, desk.Desk.Contacts[^1].Turn));
    }

    [Fact, Rule("ATT-II.2")]
    public void A_turn_that_comes_while_one_is_with_a_visitor_of_the_order_is_gone()
    {
        var desk = new DeskStage(Ann, Ben);
        var slow = desk.Arrive();
        desk.End(desk.Arrive());
        Assert.Equal(Ben, desk.Arrive().Consultant);
        desk.End(slow);

        Assert.Equal((Ann, Turn.Used), (desk.Arrive().Consultant, desk.Desk.Contacts[^1].Turn));
        Assert.Null(desk.Desk.Day.SeatOf(Ann)!.KeptSince);
    }

    [Fact, Rule("ATT-3")]
    public void Who_received_last_stands_in_for_one_who_is_not_there()
    {
        var desk = new DeskStage(Ann, Ben, Cai);
        desk.End(desk.Arrive());
        desk.Pass(minutes: 1);
        desk.End(desk.Arrive());
        desk.Say(Cai, SeatState.Out);

        var named = desk.Arrive(new(CameBefore: false, AsksFor: Cai));

        Assert.Equal((Ben, Cai, Turn.None), (named.Consultant, named.StandsInFor, named.Turn));
        Assert.Equal("rotation.last-received", named.Steps[1].Text.Code);
    }

    [Fact, Rule("ATT-3")]
    public void Where_nobody_has_received_yet_the_one_on_duty_stands_in()
    {
        var desk = new DeskStage(Ann, Ben);

        var named = desk.Arrive(new(CameBefore: false, AsksFor: "gone-on-holiday"));

        Assert.Equal((Ann, "gone-on-holiday"), (named.Consultant, named.StandsInFor));
        Assert.Equal("rotation.nobody-received-yet", named.Steps[1].Text.Code);
    }

    [Fact, Rule("REC-2.2"), Rule("ATT-II.3")]
    public void An_old_customer_is_of_the_first_receiver_and_uses_up_no_turn()
    {
        var desk = new DeskStage(Ann, Ben);

        var old = desk.Arrive(new(CameBefore: true), firstReceiver: Ben);

        Assert.Equal((Ben, Turn.None, null), (old.Consultant, old.Turn, old.StandsInFor));
        Assert.Equal(Ann, desk.Arrive().Consultant);
    }

    [Theory, Rule("REC-2.2")]
    [InlineData("Out", null, "rotation.get-in-touch")]
    [InlineData("AtMeal", null, "rotation.get-in-touch")]
    [InlineData("OnLeave", "Sick", "rotation.get-in-touch")]
    [InlineData("OnLeave", "Personal", "rotation.get-in-touch")]
    [InlineData("OnLeave", "BusinessTrip", "rotation.first-receiver-away")]
    [InlineData("OnLeave", "HomeLeave", "rotation.first-receiver-away")]
    public void Of_a_first_receiver_who_is_not_there_the_one_on_duty_receives(string state, string? leave, string step)
    {
        var desk = new DeskStage(Ann, Ben, Cai);
        desk.Say(Ann, Enum.Parse<SeatState>(state), leave is null ? null : Enum.Parse<LeaveKind>(leave));

        var old = desk.Arrive(new(CameBefore: true), firstReceiver: Ann);

        Assert.Equal((Ben, Ann, Turn.None), (old.Consultant, old.StandsInFor, old.Turn));
        Assert.Contains(old.Steps, one => one.Rule == "REC-2.2" && one.Text.Code == step);
    }

    [Fact, Rule("REC-2.4")]
    public void An_old_customer_who_asks_for_another_is_told_the_rule()
    {
        var desk = new DeskStage(Ann, Ben);

        var old = desk.Arrive(new(CameBefore: true, AsksFor: Ann), firstReceiver: Ben);

        Assert.Equal(Ben, old.Consultant);
        Assert.Contains(old.Steps, step => step is { Rule: "REC-2.4", Text.Code: "rotation.told-the-rule" });
    }

    [Fact, Rule("ATT-III.5")]
    public void Whom_an_employee_introduces_is_of_the_one_on_duty_and_names_nobody()
    {
        var desk = new DeskStage(Ann, Ben);

        var introduced = desk.Arrive(new(CameBefore: false, IntroducedByEmployee: true));

        Assert.Equal((Ann, "ATT-III.5"), (introduced.Consultant, introduced.Steps[0].Rule));
        var wrong = Assert.Single(new TakeArrival.Validator().Validate(
            new TakeArrival.Request(CameBefore: false, AsksFor: Ben, IntroducedByEmployee: true)).Errors);
        Assert.Equal("ATT-III.5", Assert.IsType<Refused>(wrong.CustomState).Rule);
    }

    [Fact, Rule("REC-1.3")]
    public void Two_stand_at_the_bar_and_the_first_of_them_receives_next()
    {
        var desk = new DeskStage(Ann, Ben, Cai);
        Assert.Equal([Ann, Ben], AtBar(desk));

        desk.Arrive();
        Assert.Equal([Ben, Cai], AtBar(desk));
        desk.Say(Ben, SeatState.Out);
        Assert.Equal([Cai], AtBar(desk));
        Assert.Equal(Cai, desk.Arrive().Consultant);
        Assert.Empty(AtBar(desk));
    }

    [Fact, Rule("REC-1.1")]
    public void For_whom_nobody_is_free_the_first_who_is_ready_receives_in_the_order_of_arrival()
    {
        var desk = new DeskStage(Ann, Ben);
        var (first, second) = (desk.Arrive(), desk.Arrive());
        var (third, fourth) = (desk.Arrive(), desk.Arrive());
        Assert.Equal((ContactState.Waiting, ContactState.Waiting), (third.State, fourth.State));

        desk.End(second);
        Assert.Equal((Ben, null), (third.Consultant, fourth.Consultant));
        desk.End(first);

        Assert.Equal((Ann, ContactState.Open), (fourth.Consultant, fourth.State));
    }

    [Fact, Rule("REC-1.1")]
    public void Who_waits_and_goes_is_received_by_nobody()
    {
        var desk = new DeskStage(Ann);
        var first = desk.Arrive();
        var (gone, stays) = (desk.Arrive(), desk.Arrive());

        Assert.Null(desk.End(gone));
        desk.End(first);

        Assert.Equal((ContactState.Left, null), (gone.State, gone.Consultant));
        Assert.Equal(Ann, stays.Consultant);
    }

    private static IEnumerable<string> AtBar(DeskStage desk) =>
        Rotation.AtBar(desk.Desk.Day.ForVisits).Select(seat => seat.Consultant);
}
