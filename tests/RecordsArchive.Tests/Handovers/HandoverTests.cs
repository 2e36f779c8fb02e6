using NodaTime;
using Ops.Platform.Rules;
using Ops.RecordsArchive.Contracts;
using Ops.RecordsArchive.Files;
using Ops.RecordsArchive.Handovers;
using Ops.SalesControl.Contracts;
using Xunit;

namespace Ops.RecordsArchive.Tests.Handovers;

/// <summary>The obligation to hand over, by itself: what it allows and refuses, with the time handed in.</summary>
public class HandoverTests
{
    private static readonly Instant Signed = Instant.FromUtc(2026, 9, 29, 6, 0);
    private static readonly Instant Due = Instant.FromUtc(2026, 10, 12, 10, 0);
    private static readonly HandoverPaper Agreement = new(PaperKind.Subscription, "Subscription A-1", Carrier.Paper, 4);

    [Fact, Rule("DOC-5.2.2")]
    public void The_project_sales_group_owes_the_customer_affairs_group_counted_from_the_signing()
    {
        var handover = Owed();

        Assert.Equal((Duty.SalesRecords.Department, Duty.SigningRecords.Department), (handover.OwedBy, handover.OwedTo));
        Assert.Equal(("DOC-5.2.2", Signed, HandoverState.Owed), (handover.Rule, handover.Since, handover.State));
    }

    [Theory, Rule("DOC-5.2.2")]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    public void It_is_overdue_from_its_due_time_on(long ticks, bool overdue)
    {
        var handover = Owed();

        Assert.Equal(overdue, handover.ApplyDue(Due + Duration.FromTicks(ticks), Due, calendarCertain: true));

        Assert.Equal(overdue ? Due : null, handover.OverdueSince);
        Assert.Equal(overdue, handover.Raised.Any(raised => raised.Event is HandoverOverdue && raised.At == Due));
    }

    [Fact, Rule("DOC-5.2.2")]
    public void It_becomes_overdue_once_only()
    {
        var handover = Owed();

        Assert.True(handover.ApplyDue(Due, Due, calendarCertain: true));
        Assert.False(handover.ApplyDue(Due + Duration.FromDays(1), Due, calendarCertain: true));
        Assert.Single(handover.Raised, raised => raised.Event is HandoverOverdue);
    }

    [Fact, Rule("T-2")]
    public void An_uncertain_due_time_does_not_breach()
    {
        var handover = Owed();

        Assert.False(handover.ApplyDue(Due + Duration.FromDays(30), Due, calendarCertain: false));
        Assert.Equal(HandoverState.Owed, handover.State);
    }

    [Fact, Rule("DOC-5.2.2")]
    public void Handed_over_in_time_and_accepted_late_it_was_in_time()
    {
        var handover = Owed();
        handover.HandOver(Due, Due, "consultant-1", Duty.SalesRecords.Department, [Agreement]);

        Assert.False(handover.ApplyDue(Due + Duration.FromDays(1), Due, calendarCertain: true));
        Assert.Null(handover.Accept(Due + Duration.FromDays(2), "clerk-1", Duty.SigningRecords.Department).Refusal);
        Assert.Null(handover.Late);
        Assert.Equal(HandoverState.Accepted, handover.State);
    }

    [Fact, Rule("DOC-5.2.2")]
    public void Handed_over_late_it_says_by_how_much()
    {
        var handover = Owed();
        var late = Duration.FromHours(15);
        handover.ApplyDue(Due, Due, calendarCertain: true);
        handover.HandOver(Due + late, Due, "consultant-1", Duty.SalesRecords.Department, [Agreement]);

        handover.Accept(Due + late, "clerk-1", Duty.SigningRecords.Department);

        Assert.Equal((HandoverState.Accepted, late, Due), (handover.State, handover.Late, handover.OverdueSince));
        Assert.Equal(late, Assert.IsType<HandoverAccepted>(handover.Raised[^1].Event).Late);
    }

    [Fact, Rule("DOC-5.2.2")]
    public void A_second_acceptance_is_refused()
    {
        var handover = HandedOver();
        handover.Accept(Due, "clerk-1", Duty.SigningRecords.Department);
        var version = handover.Version;

        var refusal = handover.Accept(Due, "clerk-2", Duty.SigningRecords.Department).Refusal;

        Assert.Equal(("DOC-5.2.2", RefusalKind.State, version, "clerk-1"), (refusal?.Rule, refusal?.Kind, handover.Version, handover.AnsweredBy));
    }

    [Fact, Rule("DOC-5.2.2")]
    public void What_was_not_handed_over_cannot_be_accepted() =>
        Assert.Equal("DOC-5.2.2", Owed().Accept(Due, "clerk-1", Duty.SigningRecords.Department).Refusal?.Rule);

    [Fact, Rule("DOC-5.2.2")]
    public void It_is_not_handed_over_twice()
    {
        var handover = HandedOver();

        Assert.Equal("DOC-5.2.2", handover.HandOver(Due, Due, "consultant-1", Duty.SalesRecords.Department, [Agreement]).Refusal?.Rule);
        Assert.Single(handover.Items);
    }

    [Fact, Rule("DOC-5.2.2")]
    public void What_is_rejected_is_owed_still_and_stays_on_record()
    {
        var handover = HandedOver();

        Assert.Null(handover.Reject(Due - Duration.FromDays(1), "clerk-1", Duty.SigningRecords.Department, "The agreement is not signed.").Refusal);
        Assert.Equal((HandoverState.Owed, "The agreement is not signed."), (handover.State, handover.RejectionReason));

        Assert.Null(handover.HandOver(Due, Due, "consultant-1", Duty.SalesRecords.Department, [Agreement]).Refusal);
        Assert.Equal([1, 2], handover.Items.Select(item => item.Round));
        Assert.Null(handover.RejectionReason);
    }

    [Fact, Rule("DOC-5.2.2")]
    public void What_was_overdue_and_is_rejected_is_overdue_still()
    {
        var handover = Owed();
        handover.ApplyDue(Due, Due, calendarCertain: true);
        handover.HandOver(Due + Duration.FromHours(1), Due, "consultant-1", Duty.SalesRecords.Department, [Agreement]);

        handover.Reject(Due + Duration.FromHours(2), "clerk-1", Duty.SigningRecords.Department, "Incomplete.");

        Assert.Equal(HandoverState.Overdue, handover.State);
    }

    [Fact]
    public void Only_the_department_that_owes_hands_over_and_only_the_one_that_is_owed_answers()
    {
        Assert.Equal(("CS-7", RefusalKind.Forbidden), Refusal(Owed().HandOver(Due, Due, "clerk-1", Duty.SigningRecords.Department, [Agreement])));
        Assert.Equal(("CS-7", RefusalKind.Forbidden), Refusal(HandedOver().Accept(Due, "consultant-1", Duty.SalesRecords.Department)));
        Assert.Equal(("CS-7", RefusalKind.Forbidden), Refusal(HandedOver().Reject(Due, "consultant-1", Duty.SalesRecords.Department, "No.")));
    }

    private static (string?, RefusalKind?) Refusal(Outcome<Handover> outcome) => (outcome.Refusal?.Rule, outcome.Refusal?.Kind);

    private static Handover Owed()
    {
        var signed = new SubscriptionSigned(
            Guid.CreateVersion7(DateTimeOffset.UnixEpoch), Guid.CreateVersion7(DateTimeOffset.UnixEpoch), "harbour-court", "Harbour Court", "Asia/Shanghai", new LocalTime(18, 0),
            "2-1-1203", "2", "1", "1203", "A-1", null, "consultant-1", Signed);
        var file = UnitFile.Open(Guid.CreateVersion7(DateTimeOffset.UnixEpoch), signed, Signed, "system:records-archive");
        return Handover.Owe(Guid.CreateVersion7(DateTimeOffset.UnixEpoch), file, signed, Duty.SalesRecords.Department, Duty.SigningRecords.Department, Guid.CreateVersion7(DateTimeOffset.UnixEpoch), causeTrace: null);
    }

    private static Handover HandedOver()
    {
        var handover = Owed();
        handover.HandOver(Due - Duration.FromDays(2), Due, "consultant-1", Duty.SalesRecords.Department, [Agreement]);
        return handover;
    }
}
