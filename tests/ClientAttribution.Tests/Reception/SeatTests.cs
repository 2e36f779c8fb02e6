using Ops.ClientAttribution.Reception;
using Ops.Platform.Rules;
using Xunit;

namespace Ops.ClientAttribution.Tests.Reception;

/// <summary>What a consultant may say of themselves, and who else may.</summary>
public sealed class SeatTests
{
    [Fact, Rule("ATT-III.8")]
    public void Who_is_with_a_visitor_does_not_leave_them_to_be_ready_for_another()
    {
        var desk = new DeskStage("ann", "ben");
        desk.Arrive();

        var refusal = desk.Say("ann", SeatState.Ready);

        Assert.Equal(("ATT-III.8", "seat.busy"), (refusal?.Rule, refusal?.Text.Code));
    }

    [Fact, Rule("REC-1.1")]
    public void Nobody_says_of_themselves_that_they_receive()
    {
        var wrong = Assert.Single(
            new ChangeSeat.Validator().Validate(new ChangeSeat.Request(SeatState.Receiving)).Errors);
        Assert.Equal("REC-1.1", Assert.IsType<Refused>(wrong.CustomState).Rule);
    }

    [Fact, Rule("ATT-II.2")]
    public void A_meal_is_not_begun_anew_to_have_another_half_hour()
    {
        var desk = new DeskStage("ann", "ben");
        desk.Say("ann", SeatState.AtMeal);

        Assert.Equal("seat.so-already", desk.Say("ann", SeatState.AtMeal)?.Text.Code);
    }

    [Fact, Rule("CS-7")]
    public void Of_another_only_the_supervisor_says_where_they_are()
    {
        var desk = new DeskStage("ann", "ben");

        var refusal = desk.Say("ann", SeatState.Out, by: "ben");
        Assert.Equal(("CS-7", RefusalKind.Forbidden), (refusal?.Rule, refusal?.Kind));
        Assert.Null(desk.Say("ann", SeatState.Out, by: DeskStage.Supervisor));
        Assert.Equal(SeatState.Out, desk.StateOf("ann"));
    }

    [Fact, Rule("REC-1.2")]
    public void Who_is_not_on_the_day_s_list_has_no_seat()
    {
        var desk = new DeskStage("ann");

        var refusal = desk.Say("eve", SeatState.Ready);

        Assert.Equal(("REC-1.2", "seat.not-on-list"), (refusal?.Rule, refusal?.Text.Code));
    }
}
