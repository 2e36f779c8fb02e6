using NodaTime;
using Ops.ClientAttribution.Reception;
using Ops.Platform.Rules;
using Xunit;

namespace Ops.ClientAttribution.Tests.Reception;

/// <summary>The register: who enters what until when, and what counts as no record.</summary>
public sealed class RegisterTests
{
    private static readonly Duration HalfHour = Duration.FromMinutes(30);

    [Fact, Rule("ATT-II.5"), Rule("REC-4")]
    public void Whoever_received_enters_it_within_half_an_hour_of_its_end()
    {
        var (desk, contact) = Received();
        desk.Pass(HalfHour - Duration.FromSeconds(1));
        desk.LetDueHappen();

        Assert.Null(desk.Enter(contact));
        Assert.Equal((ContactState.Entered, desk.Now), (contact.State, contact.EnteredAt));
        Assert.Equal(("客户甲", "+8613800000001"), (contact.Name, contact.Phone));
    }

    [Fact, Rule("ATT-III.6"), Rule("ATT-II.5")]
    public void A_second_late_it_is_refused_and_counts_as_no_record()
    {
        var (desk, contact) = Received();
        desk.Pass(HalfHour + Duration.FromSeconds(1));
        desk.LetDueHappen();

        var refusal = desk.Enter(contact);

        Assert.Equal(("ATT-III.6", "contact.too-late"), (refusal?.Rule, refusal?.Text.Code));
        Assert.Equal((ContactState.NoRecord, null), (contact.State, contact.EnteredAt));
        Assert.Equal(DeskStage.Nine + HalfHour, desk.Desk.Root.Raised[^1].At);
    }

    [Fact, Rule("ATT-II.5")]
    public void It_may_be_entered_while_the_visitor_is_there_and_then_owes_nothing()
    {
        var desk = new DeskStage("ann");
        var contact = desk.Arrive();

        Assert.Null(desk.Enter(contact));
        desk.End(contact);
        desk.Pass(HalfHour * 2);
        desk.LetDueHappen();

        Assert.Equal((ContactState.Entered, null), (contact.State, contact.EntryDueAt));
    }

    [Fact, Rule("ATT-II.5")]
    public void Nobody_else_enters_it_and_nobody_twice()
    {
        var (desk, contact) = Received();

        var other = desk.Enter(contact, by: "ben");
        Assert.Equal(("ATT-II.5", RefusalKind.Forbidden), (other?.Rule, other?.Kind));
        desk.Enter(contact);
        Assert.Equal("contact.entered-already", desk.Enter(contact)?.Text.Code);
        Assert.Equal("contact.ended-already", desk.End(contact)?.Text.Code);
    }

    [Fact, Rule("ATT-II.5")]
    public void Whom_nobody_has_received_is_entered_by_nobody()
    {
        var desk = new DeskStage("ann");
        desk.Arrive();

        Assert.Equal("contact.nobody-received", desk.Enter(desk.Arrive(), by: "ann")?.Text.Code);
    }

    [Fact, Rule("ATT-5")]
    public void An_arrival_and_an_entry_have_the_answer_to_whether_they_came_before()
    {
        var arrival = Assert.Single(new TakeArrival.Validator().Validate(new TakeArrival.Request()).Errors);
        var entry = Assert.Single(new EnterContact.Validator().Validate(new EnterContact.Request("客户甲")).Errors);

        Assert.All([arrival, entry], wrong => Assert.Equal("ATT-5", Assert.IsType<Refused>(wrong.CustomState).Rule));
    }

    [Fact, Rule("REC-1.2"), Rule("ATT-III.6")]
    public void When_the_day_is_over_what_is_open_ends_with_it_and_is_entered_in_its_half_hour()
    {
        var desk = new DeskStage("ann");
        var (open, waiting) = (desk.Arrive(), desk.Arrive());
        desk.Pass(desk.Desk.Day.ClosesAt - desk.Now);
        desk.LetDueHappen();

        Assert.Equal(
            (ContactState.EntryOwed, ContactState.Left, desk.Now), (open.State, waiting.State, desk.Desk.Day.ClosedAt));
        Assert.Null(desk.Enter(open));
        Assert.Equal("desk.closed", desk.Say("ann", SeatState.Out)?.Text.Code);
    }

    [Fact, Rule("ATT-III.6")]
    public void However_late_somebody_looks_everything_has_happened_at_its_own_time()
    {
        var desk = new DeskStage("ann");
        desk.Arrive();
        desk.Pass(Duration.FromDays(3));
        desk.LetDueHappen();

        var (closes, raised) = (desk.Desk.Day.ClosesAt, desk.Desk.Root.Raised);
        Assert.Equal(
            [
                (nameof(ContactEnded), closes), (nameof(DeskClosed), closes),
                (nameof(EntryMissed), closes + HalfHour),
            ],
            raised.TakeLast(3).Select(one => (one.Event.GetType().Name, one.At)));
    }

    private static (DeskStage Desk, Contact Contact) Received()
    {
        var desk = new DeskStage("ann", "ben");
        var contact = desk.Arrive();
        desk.End(contact);
        return (desk, contact);
    }
}
