using NodaTime;
using Ops.ClientAttribution.Hotline;
using Ops.ClientAttribution.Reception;
using Ops.ClientAttribution.Tests.Reception;
using Ops.Platform.Rules;
using Xunit;

namespace Ops.ClientAttribution.Tests.Hotline;

/// <summary>Who answers the hotline, what is counted, and who is called back.</summary>
public sealed class HotlineTests
{
    private const string Ann = "ann", Ben = "ben", Cai = "cai";

    private static readonly TakeCall.Request Enquiry = new(CallKind.Enquiry, CameBefore: false, "13800000001");

    [Fact, Rule("ATT-I.1")]
    public void Calls_are_answered_in_an_order_of_their_own()
    {
        var desk = new DeskStage(Ann, Ben, Cai);
        desk.End(desk.Arrive());

        List<string?> answered = [];
        for (var call = 0; call < 4; call++)
        {
            var contact = desk.Call(Enquiry);
            answered.Add(contact.Consultant);
            desk.End(contact);
        }

        Assert.Equal([Ann, Ben, Cai, Ann], answered);
        Assert.Equal(Ben, desk.Arrive().Consultant);
    }

    [Fact, Rule("ATT-I.1")]
    public void A_call_for_a_person_and_a_sales_pitch_are_not_counted()
    {
        var desk = new DeskStage(Ann, Ben, Cai);

        var forCai = desk.Call(new(CallKind.AsksForPerson, AsksFor: Cai));
        var pitch = desk.Call(new(CallKind.SalesPitch));
        var forNobody = desk.Call(new(CallKind.AsksForPerson, AsksFor: "eve"));
        foreach (var call in (Contact[])[forCai, pitch, forNobody])
            desk.End(call);

        Assert.Equal((Cai, Ann, Ben), (forCai.Consultant, pitch.Consultant, forNobody.Consultant));
        Assert.Equal("eve", forNobody.StandsInFor);
        Assert.All([forCai, pitch, forNobody], call => Assert.Equal(Turn.None, call.Turn));
        Assert.Equal(Ann, desk.Call(Enquiry).Consultant);
    }

    [Fact, Rule("ATT-I.3")]
    public void Who_is_busy_with_a_visitor_is_passed_over_with_no_make_up()
    {
        var desk = new DeskStage(Ann, Ben, Cai);
        var visit = desk.Arrive();

        var call = desk.Call(Enquiry);
        Assert.Equal(Ben, call.Consultant);
        Assert.Contains(call.Steps, step => step is { Rule: "ATT-I.3", Text.Code: "rotation.call-passed-over" });
        desk.End(visit);

        Assert.Equal(Cai, desk.Call(Enquiry).Consultant);
    }

    [Fact, Rule("ATT-I.3")]
    public void A_meal_keeps_no_turn_for_calls()
    {
        var desk = new DeskStage(Ann, Ben);
        desk.Say(Ann, SeatState.AtMeal);
        desk.End(desk.Call(Enquiry));
        desk.Say(Ann, SeatState.Ready);
        desk.End(desk.Call(Enquiry));

        Assert.Null(desk.Desk.Day.SeatOf(Ann)!.KeptSince);
        Assert.Equal(Ben, desk.Call(Enquiry).Consultant);
    }

    [Theory, Rule("ATT-I.2")]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void A_call_of_more_than_five_minutes_is_flagged(long ticksMore, bool flagged)
    {
        var desk = new DeskStage(Ann);
        var call = desk.Call(Enquiry);
        desk.Pass(Duration.FromMinutes(5) + Duration.FromTicks(ticksMore));
        desk.End(call);

        Assert.Equal(flagged, call.TooLong);
    }

    [Fact, Rule("ATT-I.2")]
    public void A_visit_may_take_as_long_as_it_takes()
    {
        var desk = new DeskStage(Ann);
        var visit = desk.Arrive();
        desk.Pass(minutes: 90);
        desk.End(visit);

        Assert.False(visit.TooLong);
    }

    [Fact, Rule("ATT-I.2")]
    public void Whose_number_was_taken_is_called_back_by_whoever_answered_once()
    {
        var desk = new DeskStage(Ann, Ben);
        var call = desk.Call(Enquiry);
        desk.End(call);
        desk.Enter(call, callBack: true);

        Assert.Equal(RefusalKind.Forbidden, desk.CallBackTo(call, Ben)?.Kind);
        Assert.Null(desk.CallBackTo(call, Ann));
        Assert.Equal(desk.Now, call.CalledBackAt);
        Assert.Equal("contact.no-call-back-owed", desk.CallBackTo(call, Ann)?.Text.Code);
    }

    [Fact, Rule("ATT-I.2")]
    public void Where_nobody_is_free_the_number_is_taken_and_anybody_calls_back()
    {
        var desk = new DeskStage(Ann);
        desk.Arrive();

        var call = desk.Call(Enquiry);

        Assert.Equal((ContactState.Left, null, true), (call.State, call.Consultant, call.CallBackOwed));
        Assert.Null(desk.CallBackTo(call, Ann));
    }

    [Fact, Rule("ATT-I.5")]
    public void A_call_that_is_not_entered_in_half_an_hour_counts_as_no_record()
    {
        var desk = new DeskStage(Ann);
        var call = desk.Call(Enquiry);
        desk.End(call);
        desk.Pass(minutes: 30);
        desk.LetDueHappen();

        Assert.Equal(ContactState.NoRecord, call.State);
        Assert.Equal("ATT-III.6", desk.Enter(call)?.Rule);
    }
}
