using NodaTime;
using NodaTime.Testing;
using Ops.Platform.Deadlines;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.WorkingTime;
using Ops.RecordsArchive.Duties;
using Ops.RecordsArchive.Handovers;
using Ops.ServiceDefaults;
using Xunit;

namespace Ops.RecordsArchive.Tests.Handovers;

/// <summary>
/// The obligation to hand over, by itself: what its decisions allow and refuse, and what its events make of it.
/// </summary>
public class HandoverTests
{
    private static readonly Instant Signed = Instant.FromUtc(2026, 9, 29, 6, 0);
    private static readonly Instant Due = Instant.FromUtc(2026, 10, 12, 10, 0);
    private static readonly HandoverPaper Agreement = new(PaperKind.Subscription, "Subscription A-1", Carrier.Paper, 4);
    private static readonly string Sales = Duty.SalesRecords.Department, Affairs = Duty.SigningRecords.Department;

    [Fact, Rule("DOC-5.2.2")]
    public void The_project_sales_group_owes_the_customer_affairs_group_counted_from_the_signing()
    {
        var handover = Owed().Handover;

        Assert.Equal((Sales, Affairs), (handover.OwedBy, handover.OwedTo));
        Assert.Equal(("DOC-5.2.2", Signed, HandoverState.Owed), (handover.Rule, handover.Since, handover.State));
    }

    [Theory, Rule("DOC-5.2.2")]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    public void It_is_overdue_from_its_due_time_on(long ticks, bool overdue)
    {
        var owed = Owed();

        var happened = WhatIsDue(owed, Due + Duration.FromTicks(ticks));

        Assert.Equal(overdue ? Due : null, owed.Handover.OverdueSince);
        Assert.Equal(overdue ? [(nameof(HandoverOverdue), Due)] : [], happened);
    }

    [Fact, Rule("DOC-5.2.2")]
    public void It_becomes_overdue_once_only()
    {
        var owed = Owed();

        Assert.Single(WhatIsDue(owed, Due));
        Assert.Empty(WhatIsDue(owed, Due + Duration.FromDays(1)));
    }

    [Fact, Rule("T-2")]
    public void An_uncertain_due_time_does_not_breach()
    {
        var owed = Owed(certain: false);

        Assert.Empty(WhatIsDue(owed, Due + Duration.FromDays(30)));
        Assert.Equal(HandoverState.Owed, owed.Handover.State);
    }

    [Fact, Rule("DOC-5.2.2")]
    public void Handed_over_in_time_and_accepted_late_it_was_in_time()
    {
        var owed = Owed();
        Make(owed, Due);

        Assert.Empty(WhatIsDue(owed, Due + Duration.FromDays(1)));
        Assert.Null(Accept(owed, Due + Duration.FromDays(2)).Late);
        Assert.Equal((HandoverState.Accepted, null), (owed.Handover.State, owed.Handover.Late));
    }

    [Fact, Rule("DOC-5.2.2")]
    public void Handed_over_late_it_says_by_how_much()
    {
        var owed = Owed();
        var late = Duration.FromHours(15);
        WhatIsDue(owed, Due);
        Make(owed, Due + late);

        Assert.Equal(late, Accept(owed, Due + late).Late);
        Assert.Equal(
            (HandoverState.Accepted, late, Due), (owed.Handover.State, owed.Handover.Late, owed.Handover.OverdueSince));
    }

    [Fact, Rule("DOC-5.2.2")]
    public void A_second_acceptance_is_refused_and_names_who_was_first()
    {
        var owed = HandedOver();
        Accept(owed, Due);

        var refusal = AcceptHandover.Decide(owed, By(Affairs, Due, "clerk-2")).Refusal;

        Assert.Equal(("DOC-5.2.2", RefusalKind.State), (refusal?.Rule, refusal?.Kind));
        Assert.Equal(("handover.accepted-already", "clerk-1"), (refusal?.Text.Code, refusal?.Text.Args["by"]));
    }

    [Fact, Rule("DOC-5.2.2")]
    public void What_was_not_handed_over_cannot_be_accepted()
    {
        var refusal = AcceptHandover.Decide(Owed(), By(Affairs, Due)).Refusal;
        Assert.Equal(("DOC-5.2.2", "handover.nothing-to-answer"), (refusal?.Rule, refusal?.Text.Code));
    }

    [Fact, Rule("DOC-5.2.2")]
    public void It_is_not_handed_over_twice()
    {
        var owed = HandedOver();

        var refusal = MakeHandover.Decide(owed, new([Agreement]), By(Sales, Due)).Refusal;

        Assert.Equal(("DOC-5.2.2", "handover.made-already"), (refusal?.Rule, refusal?.Text.Code));
        Accept(owed, Due);
        Assert.Equal(
            "handover.made-and-accepted",
            MakeHandover.Decide(owed, new([Agreement]), By(Sales, Due)).Refusal?.Text.Code);
    }

    [Fact, Rule("DOC-5.2.2")]
    public void What_is_rejected_is_owed_still_and_stays_on_record()
    {
        var owed = HandedOver();

        Reject(owed, Due - Duration.FromDays(1), "The agreement is not signed.");
        Assert.Equal(
            (HandoverState.Owed, "The agreement is not signed."), (owed.Handover.State, owed.Handover.RejectionReason));

        Make(owed, Due);
        Assert.Equal([1, 2], owed.Handover.Items.Select(item => item.Round));
        Assert.Null(owed.Handover.RejectionReason);
    }

    [Fact, Rule("DOC-5.2.2")]
    public void What_was_overdue_and_is_rejected_is_overdue_still()
    {
        var owed = Owed();
        WhatIsDue(owed, Due);
        Make(owed, Due + Duration.FromHours(1));

        Reject(owed, Due + Duration.FromHours(2), "Incomplete.");

        Assert.Equal(HandoverState.Overdue, owed.Handover.State);
    }

    [Fact, Rule("CS-7")]
    public void Only_the_department_that_owes_hands_over_and_only_the_one_that_is_owed_answers()
    {
        foreach (var refusal in (Refused?[])
        [
            MakeHandover.Decide(Owed(), new([Agreement]), By(Affairs, Due)).Refusal,
            AcceptHandover.Decide(HandedOver(), By(Sales, Due)).Refusal,
            RejectHandover.Decide(HandedOver(), new("No."), By(Sales, Due)).Refusal,
        ])
        {
            Assert.Equal(("CS-7", RefusalKind.Forbidden), (refusal?.Rule, refusal?.Kind));
        }
    }

    private static OwedHandover Owed(bool certain = true)
    {
        var site = new SiteTime("Asia/Shanghai", new LocalTime(18, 0));
        var handover = new Handover(Id());
        var deadline = new Deadline(
            Id(), HandoverFallsDue.KindName, handover.DeadlineKey, "DOC-5.2.2", handover.Id, Sales, Affairs,
            CauseEvent: null, Signed, Due, certain, BreachedAt: null, MetAt: null, CancelledAt: null);
        var owed = new OwedHandover(handover, deadline, Duty.ArchiveOwner.Department);
        new HandoverOwed(
            handover.Id, Id(), "harbour-court", "2-1-1203", Sales, Affairs, "DOC-5.2.2", Due, certain, Signed, site,
            new CausingEvent(Id(), TraceId: null), new CausingSale(Id(), "A-1", "consultant-1"))
            .Apply(owed, new Occurrence(Signed, "system:records-archive"));
        return owed;
    }

    private static OwedHandover HandedOver()
    {
        var owed = Owed();
        Make(owed, Due - Duration.FromDays(2));
        return owed;
    }

    private static void Make(OwedHandover owed, Instant at)
    {
        var change = By(Sales, at);
        MakeHandover.Decide(owed, new([Agreement]), change).Value.Apply(owed, change.Now);
    }

    private static HandoverAccepted Accept(OwedHandover owed, Instant at)
    {
        var change = By(Affairs, at);
        var accepted = AcceptHandover.Decide(owed, change).Value;
        accepted.Apply(owed, change.Now);
        return accepted;
    }

    private static void Reject(OwedHandover owed, Instant at, string reason)
    {
        var change = By(Affairs, at);
        RejectHandover.Decide(owed, new(reason), change).Value.Apply(owed, change.Now);
    }

    private static List<(string Event, Instant At)> WhatIsDue(OwedHandover owed, Instant now)
    {
        var before = owed.Root.Raised.Count;
        owed.LetDueHappen(now);
        return [.. owed.Root.Raised.Skip(before).Select(raised => (raised.Event.GetType().Name, raised.At))];
    }

    private static Change By(string department, Instant at, string who = "clerk-1") =>
        new(new Actor(who, "clerk", department, new HashSet<string>(["*"])), new FakeClock(at), Id);

    private static Guid Id() => Guid.CreateVersion7(DateTimeOffset.UnixEpoch);
}
