using NodaTime;
using NodaTime.Testing;
using Ops.ClientAttribution.Contracts;
using Ops.ClientAttribution.Directory;
using Ops.ClientAttribution.Hotline;
using Ops.ClientAttribution.Reception;
using Ops.ClientAttribution.Replay;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.ServiceDefaults;

namespace Ops.ClientAttribution.Tests.Reception;

/// <summary>A morning at a desk, by plain calls of the decisions: what they decide happens at once.</summary>
internal sealed class DeskStage
{
    public const string Supervisor = "supervisor-1";

    public static readonly Instant Nine = Instant.FromUtc(2026, 10, 12, 1, 0);

    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];

    public DeskStage(params string[] consultants)
    {
        var next = new NextDesk(
            new DeskDay(Id()), "harbour-court", new LocalDate(2026, 10, 12), Zone, DeskTerms.Default);
        next.LetDueHappen(Nine);
        Happen(next, OpenDesk.Decide(next, new(consultants), By(Supervisor)).Value);
        Desk = next;
    }

    public Desk Desk { get; }

    public Instant Now { get; private set; } = Nine;

    public void Pass(Duration time) => Now += time;

    public void Pass(int minutes) => Pass(Duration.FromMinutes(minutes));

    public SeatState StateOf(string consultant) => Desk.Day.SeatOf(consultant)!.State;

    /// <summary>Somebody new arrives, who asks for nobody.</summary>
    public Contact Arrive() => Arrive(new(CameBefore: false));

    public Contact Arrive(TakeArrival.Request request, string? firstReceiver = null)
    {
        var change = By("receptionist-1");
        var state = new Arriving(Desk.Day, Desk.Contacts)
        {
            Known = firstReceiver is null ? null : new(Client: null, firstReceiver),
        };
        Desk.Happen(TakeArrival.Decide(state, request, change).Value, change.Now);
        return Desk.Contacts[^1];
    }

    public Contact Call(TakeCall.Request request)
    {
        var change = By("receptionist-1");
        Desk.Happen(TakeCall.Decide(Desk, request, change).Value, change.Now);
        return Desk.Contacts[^1];
    }

    public Refused? Say(string consultant, SeatState state, LeaveKind? leave = null, string? by = null)
    {
        var change = By(by ?? consultant);
        var decided = ChangeSeat.Decide(Desk, new(state, leave, consultant), change);
        if (decided.Refusal is null)
            Desk.Happen(decided.Value, change.Now);
        return decided.Refusal;
    }

    public Refused? End(Contact contact, string? by = null)
    {
        var change = By(by ?? contact.Consultant ?? "receptionist-1");
        var decided = EndContact.Decide(On(contact), change);
        if (decided.Refusal is null)
            Desk.Happen(decided.Value, change.Now);
        return decided.Refusal;
    }

    public Refused? Enter(Contact contact, string? by = null, bool callBack = false)
    {
        var change = By(by ?? contact.Consultant!);
        var entering = new EnteringContact(On(contact), new(new Asked("客户甲"), [], []));
        var decided = EnterContact.Decide(entering, new("客户甲", CameBefore: false, "13800000001", callBack), change);
        if (decided.Refusal is null)
            Desk.Happen(decided.Value, change.Now);
        return decided.Refusal;
    }

    public Refused? CallBackTo(Contact contact, string by)
    {
        var change = By(by);
        var decided = CallBack.Decide(On(contact), change);
        if (decided.Refusal is null)
            Desk.Happen(decided.Value, change.Now);
        return decided.Refusal;
    }

    public void LetDueHappen() => Desk.LetDueHappen(Now);

    /// <summary>The day as its events have it, played again.</summary>
    public IReadOnlyList<ReplayedAssignment> Replay() => DayReplay.Of(Desk.Day.Id, Events());

    public IEnumerable<(IEvent<Desk> Event, Occurrence When)> Events() => Desk.Root.Raised.Select(
        raised => ((IEvent<Desk>)raised.Event, new Occurrence(raised.At, raised.By)));

    public Change By(string who)
    {
        var permissions = who == Supervisor ? [ClientAttributionPermissions.LeadDesk] : Array.Empty<string>();
        return new(
            new Actor(who, "consultant", "project-sales-group", new HashSet<string>(["*"]))
            {
                Permissions = permissions.ToHashSet(StringComparer.Ordinal),
            },
            new FakeClock(Now), Id);
    }

    private DeskContact On(Contact contact) => new(Desk.Day, Desk.Contacts, contact);

    private static void Happen(NextDesk desk, DeskOpened opened) =>
        ((Desk)desk).Happen((IEvent<Desk>)opened, new Occurrence(Nine, Supervisor));

    private static Guid Id() => Guid.CreateVersion7(DateTimeOffset.UnixEpoch);
}
