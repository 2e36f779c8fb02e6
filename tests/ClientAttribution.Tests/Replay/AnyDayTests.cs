using CsCheck;
using NodaTime;
using Ops.ClientAttribution.Reception;
using Ops.ClientAttribution.Replay;
using Ops.ClientAttribution.Tests.Reception;
using Ops.Platform.Rules;
using Xunit;

namespace Ops.ClientAttribution.Tests.Replay;

/// <summary>
/// Any day at a desk: whatever comes in whatever order, nobody is sent two consultants, nobody loses or gains a turn
/// against the rules, and the day played again gives the same.
/// </summary>
public sealed class AnyDayTests
{
    private const int Many = 1000;

    private static readonly string[] Names = ["ann", "ben", "cai", "dan"];

    /// <summary>
    /// What happens, to or by which consultant, after how many minutes: so close together that meals keep turns, and
    /// now and then so far apart that they do not.
    /// </summary>
    private static readonly Gen<(int What, int Who, int Minutes)[]> Days = Gen.Select(
        Gen.Int[0, 15], Gen.Int[0, Names.Length - 1], Gen.Frequency((9, Gen.Int[0, 5]), (1, Gen.Int[20, 40])))
        .Array[20, 100];

    [Fact, Rule("REC-1.1"), Rule("REC-1.2"), Rule("ATT-II.2"), Rule("ATT-II.3"), Rule("ATT-4")]
    public void Whoever_receives_is_whom_a_list_on_paper_says() => Days.Sample(day =>
    {
        var (desk, paper) = (new DeskStage(Names), new ListOnPaper(Names));
        Play(desk, day, paper);
        return paper.Wrong.Count == 0 ? true : throw new InvalidOperationException(string.Join('\n', paper.Wrong));
    }, iter: Many);

    [Fact, Rule("REC-1.1")]
    public void Nobody_is_sent_two_consultants_and_nobody_receives_two() => Days.Sample(day =>
    {
        var desk = new DeskStage(Names);
        Play(desk, day, paper: null);
        var open = desk.Desk.Contacts.Where(contact => contact.State == ContactState.Open).ToList();
        return desk.Events().Select(one => one.Event).OfType<ContactAssigned>()
                .GroupBy(assigned => assigned.ContactId).All(group => group.Count() == 1)
            && open.Select(contact => contact.Consultant).Distinct().Count() == open.Count
            && open.All(contact => desk.Desk.Day.SeatOf(contact.Consultant!)!.ContactId == contact.Id)
            && desk.Desk.Day.Seats.Count(seat => seat.ContactId is not null) == open.Count;
    }, iter: Many);

    [Fact, Rule("REC-1.1")]
    public void Nobody_waits_while_somebody_is_ready() => Days.Sample(day =>
    {
        var desk = new DeskStage(Names);
        Play(desk, day, paper: null);
        return !desk.Desk.Waiting.Any() || !desk.Desk.Day.ForVisits.AnyReady;
    }, iter: Many);

    [Fact, Rule("REC-1.1")]
    public void Played_again_it_gives_the_same() => Days.Sample(day =>
    {
        var desk = new DeskStage(Names);
        Play(desk, day, paper: null);
        return desk.Replay().All(one => one.Agrees);
    }, iter: Many);

    [Fact, Rule("REC-1.1")]
    public void A_visitor_who_was_given_to_another_is_found_by_playing_it_again()
    {
        var desk = new DeskStage(Names);
        desk.Arrive();
        desk.Arrive();
        var forged = desk.Events().Select(one => one.Event is ContactAssigned { Number: 2 } second
            ? (second with { Consultant = Names[3] }, one.When)
            : one);

        Assert.Equal([true, false], DayReplay.Of(desk.Desk.Day.Id, forged).Select(one => one.Agrees));
    }

    private static void Play(DeskStage desk, IEnumerable<(int What, int Who, int Minutes)> day, ListOnPaper? paper)
    {
        foreach (var (what, who, minutes) in day)
        {
            desk.Pass(minutes);
            desk.LetDueHappen();
            if (desk.Desk.Day.ClosedAt is not null)
                return;
            var name = Names[who];
            paper?.See(desk);
            switch (what)
            {
                case <= 4:
                    var contact = desk.Arrive();
                    paper?.Came(desk, contact);
                    break;
                case 5:
                    paper?.Asked(desk.Arrive(new(CameBefore: false, AsksFor: name)));
                    break;
                case 6:
                    paper?.Asked(desk.Arrive(new(CameBefore: true), firstReceiver: name));
                    break;
                case 7:
                    desk.Call(new(
                        minutes % 2 == 0 ? CallKind.Enquiry : CallKind.SalesPitch, CameBefore: false));
                    break;
                case <= 10:
                    if (desk.Desk.Day.SeatOf(name)!.ContactId is { } busy)
                        desk.End(desk.Desk.ContactOf(busy));
                    break;
                case <= 12:
                    desk.Say(name, SeatState.Ready);
                    break;
                case <= 14:
                    desk.Say(name, SeatState.AtMeal);
                    break;
                default:
                    desk.Say(name, minutes % 2 == 0 ? SeatState.Out : SeatState.OnCall);
                    break;
            }

            paper?.SeeWhoWaited(desk);
        }
    }

    /// <summary>
    /// The list as it would lie on the desk: names in a row, the first is next; whose turn it is is struck off the
    /// front and written at the end; who is at a meal or with a customer of their own has a mark, and goes first when
    /// back.
    /// </summary>
    private sealed class ListOnPaper(IEnumerable<string> names)
    {
        private static readonly Duration HalfHour = Duration.FromMinutes(30);

        private readonly LinkedList<string> _row = new(names);
        private readonly List<string> _order = [.. names];
        private readonly List<(string Name, Instant Since)> _marks = [];
        private readonly Queue<Contact> _waiting = [];
        private Dictionary<string, (SeatState State, Instant Since, bool Own)> _seen = [];

        public List<string> Wrong { get; } = [];

        /// <summary>Looks around, before something happens.</summary>
        public void See(DeskStage desk) => _seen = desk.Desk.Day.Seats.ToDictionary(
            seat => seat.Consultant,
            seat => (seat.State, seat.Since, seat.ContactId is { } id
                && desk.Desk.ContactOf(id) is { Channel: Channel.Visit, Turn: Turn.None }),
            StringComparer.Ordinal);

        /// <summary>Somebody came who goes by the order.</summary>
        public void Came(DeskStage desk, Contact contact)
        {
            if (_seen.Values.All(one => one.State != SeatState.Ready))
                _waiting.Enqueue(contact);
            else
                Expect(contact, Next(desk.Now));
        }

        /// <summary>Somebody came who goes by no order: no turn is struck off.</summary>
        public void Asked(Contact contact)
        {
            if (contact.State == ContactState.Waiting)
                _waiting.Enqueue(contact);
        }

        /// <summary>Who waited and is received now: whoever has just become free receives.</summary>
        public void SeeWhoWaited(DeskStage desk)
        {
            if (!_waiting.TryPeek(out var first) || first.State == ContactState.Waiting)
                return;
            _waiting.Dequeue();
            if (first.Turn == Turn.None)
                return;
            // The one who became free was the only one who was ready.
            var free = first.Consultant!;
            _seen[free] = (SeatState.Ready, desk.Now, false);
            Expect(first, Next(desk.Now));
            if (_waiting.TryPeek(out var second) && second.State != ContactState.Waiting)
                Wrong.Add($"{first.Number} and {second.Number} were received at once");
        }

        private void Expect(Contact contact, string name)
        {
            if (contact.Consultant != name)
                Wrong.Add($"{contact.Number}: {contact.Consultant}, and the list says {name}");
        }

        private string Next(Instant now)
        {
            var marked = _marks.Where(mark => _seen[mark.Name].State == SeatState.Ready)
                .OrderBy(mark => mark.Since).ThenBy(mark => _order.IndexOf(mark.Name)).ToList();
            if (marked.Count > 0)
            {
                _marks.Remove(marked[0]);
                return marked[0].Name;
            }

            while (true)
            {
                var name = _row.First!.Value;
                _row.RemoveFirst();
                _row.AddLast(name);
                var (state, since, own) = _seen[name];
                if (state == SeatState.Ready)
                    return name;
                var keeps = (state == SeatState.AtMeal && now <= since + HalfHour)
                    || (state == SeatState.Receiving && own);
                if (keeps && !_marks.Exists(mark => mark.Name == name))
                    _marks.Add((name, now));
            }
        }
    }
}
