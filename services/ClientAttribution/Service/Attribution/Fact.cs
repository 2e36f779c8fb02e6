using System.Text.Json.Serialization;
using NodaTime;

namespace Ops.ClientAttribution.Attribution;

/// <summary>
/// Something that is known of a client, with its time. The set is closed: what is not here decides nothing. A fact
/// never changes; what turns out otherwise is another fact.
/// </summary>
[JsonDerivedType(typeof(Registered), nameof(Registered))]
[JsonDerivedType(typeof(EntryRefused), nameof(EntryRefused))]
[JsonDerivedType(typeof(PassedOver), nameof(PassedOver))]
[JsonDerivedType(typeof(PreRegistered), nameof(PreRegistered))]
[JsonDerivedType(typeof(Reported), nameof(Reported))]
[JsonDerivedType(typeof(Away), nameof(Away))]
[JsonDerivedType(typeof(ConnectedNotice), nameof(ConnectedNotice))]
[JsonDerivedType(typeof(NoticeRead), nameof(NoticeRead))]
[JsonDerivedType(typeof(FamilyKnown), nameof(FamilyKnown))]
[JsonDerivedType(typeof(MajorConfirmed), nameof(MajorConfirmed))]
[JsonDerivedType(typeof(Agreed), nameof(Agreed))]
[JsonDerivedType(typeof(Ruled), nameof(Ruled))]
[JsonDerivedType(typeof(NotAccepted), nameof(NotAccepted))]
[JsonDerivedType(typeof(Reassigned), nameof(Reassigned))]
[JsonDerivedType(typeof(GrabbingFound), nameof(GrabbingFound))]
[JsonDerivedType(typeof(Consented), nameof(Consented))]
[JsonDerivedType(typeof(Sold), nameof(Sold))]
[JsonDerivedType(typeof(SaleEnded), nameof(SaleEnded))]
internal abstract record Fact
{
    private Fact(string id, Instant at, string client) => (Id, At, Client) = (id, at, client);

    /// <summary>
    /// Which entry, notice or decision it is, as a step names it: <c>reception/17</c>. No two have the same.
    /// </summary>
    public string Id { get; }

    /// <summary>When it happened, by the server's clock.</summary>
    public Instant At { get; }

    /// <summary>
    /// Of which person; of a consultant's absence, of whom it is asked about. An entry that was merged is asked about
    /// under the name of whom it was merged into.
    /// </summary>
    public string Client { get; init; }

    /// <summary>
    /// What comes first of what has one time: who is away and what was told before who received whom, and a sale after
    /// both.
    /// </summary>
    private int Rank => this switch
    {
        Away or ConnectedNotice or NoticeRead or FamilyKnown => 0,
        Registered or PreRegistered or EntryRefused or PassedOver => 1,
        Reported => 2,
        Sold or SaleEnded => 4,
        _ => 3,
    };

    /// <summary>The order in which facts are looked at, whatever order they came in.</summary>
    public static int Compare(Fact one, Fact other)
    {
        var order = one.At.CompareTo(other.At);
        if (order == 0)
            order = one.Rank.CompareTo(other.Rank);
        return order == 0 ? string.CompareOrdinal(one.Id, other.Id) : order;
    }

    /// <summary>A visitor was received, called, or was won by direct sale, and stands on the register 登记表.</summary>
    /// <param name="Id">The register's entry.</param>
    /// <param name="At">When.</param>
    /// <param name="Client">Who came or called.</param>
    /// <param name="Consultant">Who received them.</param>
    /// <param name="Medium">How.</param>
    internal sealed record Registered(string Id, Instant At, string Client, string Consultant, Medium Medium)
        : Fact(Id, At, Client)
    {
        /// <summary>The consultant whom the visitor asked for; null for nobody.</summary>
        public string? AskedFor { get; init; }

        /// <summary>The customer who brought or recommended them; null for none.</summary>
        public Introducer? Introducer { get; init; }

        /// <summary>The employee outside sales who introduced them; null for none.</summary>
        public string? Employee { get; init; }

        /// <summary>Whom the visitor asked for, where that counts: not on an employee's word (ATT-III.5).</summary>
        [JsonIgnore]
        public string? Asked => Employee is null ? AskedFor : null;
    }

    /// <summary>
    /// The register refused an entry: too late, or without the answer whether the customer came before.
    /// </summary>
    /// <param name="Id">The refused entry.</param>
    /// <param name="At">When.</param>
    /// <param name="Client">Who came or called.</param>
    /// <param name="Consultant">Who received them.</param>
    /// <param name="Medium">Which register.</param>
    /// <param name="Why">Why it was refused.</param>
    internal sealed record EntryRefused(
        string Id, Instant At, string Client, string Consultant, Medium Medium, EntryFault Why) : Fact(Id, At, Client);

    /// <summary>A consultant was not there at their turn, and the next one received 自动轮过.</summary>
    /// <param name="Id">The desk's entry.</param>
    /// <param name="At">When.</param>
    /// <param name="Client">Who was to be received.</param>
    /// <param name="Consultant">Who was not there.</param>
    internal sealed record PassedOver(string Id, Instant At, string Client, string Consultant) : Fact(Id, At, Client);

    /// <summary>A consultant registered an old customer or acquaintance with the marketing manager 备案.</summary>
    /// <param name="Id">The pre-registration.</param>
    /// <param name="At">When.</param>
    /// <param name="Client">Who may come.</param>
    /// <param name="Consultant">Whose acquaintance.</param>
    internal sealed record PreRegistered(string Id, Instant At, string Client, string Consultant)
        : Fact(Id, At, Client);

    /// <summary>A consultant's daily report 日报表 says how it goes with the client.</summary>
    /// <param name="Id">The report's line.</param>
    /// <param name="At">When.</param>
    /// <param name="Client">Of whom.</param>
    /// <param name="Consultant">Whose report.</param>
    internal sealed record Reported(string Id, Instant At, string Client, string Consultant) : Fact(Id, At, Client);

    /// <summary>A consultant is away, from its time on.</summary>
    /// <param name="Id">The desk's or the leave's entry.</param>
    /// <param name="At">Since when.</param>
    /// <param name="Client">Of whom it is asked about.</param>
    /// <param name="Consultant">Who is away.</param>
    /// <param name="Kind">Why.</param>
    /// <param name="Until">Until when, which is not within it; null for open.</param>
    internal sealed record Away(
        string Id, Instant At, string Client, string Consultant, AwayKind Kind, Instant? Until) : Fact(Id, At, Client)
    {
        /// <summary>On a business trip or home leave: who stands in has a part (REC-3.2).</summary>
        public bool IsFar => Kind is AwayKind.BusinessTrip or AwayKind.HomeLeave;
    }

    /// <summary>The company told the consultants in writing that the client is connected with it 关系客户.</summary>
    /// <param name="Id">The notice.</param>
    /// <param name="At">When.</param>
    /// <param name="Client">Who is connected.</param>
    internal sealed record ConnectedNotice(string Id, Instant At, string Client) : Fact(Id, At, Client);

    /// <summary>A consultant confirmed having read that notice.</summary>
    /// <param name="Id">The proof.</param>
    /// <param name="At">When.</param>
    /// <param name="Client">Whom the notice is about.</param>
    /// <param name="Consultant">Who read it.</param>
    internal sealed record NoticeRead(string Id, Instant At, string Client, string Consultant) : Fact(Id, At, Client);

    /// <summary>Two persons are of one family 一家人.</summary>
    /// <param name="Id">The household's entry.</param>
    /// <param name="At">When it was known.</param>
    /// <param name="Client">One.</param>
    /// <param name="Member">The other.</param>
    internal sealed record FamilyKnown(string Id, Instant At, string Client, string Member) : Fact(Id, At, Client);

    /// <summary>A major customer 重大客户 is confirmed as several consultants'.</summary>
    /// <param name="Id">The confirmation.</param>
    /// <param name="At">When.</param>
    /// <param name="Client">Whom.</param>
    /// <param name="Shares">Who has how much of the credit.</param>
    /// <param name="By">Who confirmed it.</param>
    /// <param name="Post">As what.</param>
    internal sealed record MajorConfirmed(string Id, Instant At, string Client, Shares Shares, string By, Post Post)
        : Fact(Id, At, Client);

    /// <summary>The parties to a collision 撞单 agreed.</summary>
    /// <param name="Id">The agreement.</param>
    /// <param name="At">When.</param>
    /// <param name="Client">About whom.</param>
    /// <param name="Shares">Whose the client is from then on.</param>
    /// <param name="Parties">Who agreed.</param>
    internal sealed record Agreed(
        string Id, Instant At, string Client, Shares Shares, IReadOnlyList<string> Parties) : Fact(Id, At, Client);

    /// <summary>A supervisor or manager ruled on a collision 裁定.</summary>
    /// <param name="Id">The ruling.</param>
    /// <param name="At">When.</param>
    /// <param name="Client">About whom.</param>
    /// <param name="Shares">Whose the client is from then on.</param>
    /// <param name="Parties">Between whom.</param>
    /// <param name="By">Who ruled.</param>
    /// <param name="Post">As what.</param>
    internal sealed record Ruled(
        string Id, Instant At, string Client, Shares Shares, IReadOnlyList<string> Parties, string By, Post Post)
        : Fact(Id, At, Client);

    /// <summary>A party does not accept a ruling 不服裁定.</summary>
    /// <param name="Id">The party's word.</param>
    /// <param name="At">When.</param>
    /// <param name="Client">About whom.</param>
    /// <param name="Ruling">Which ruling, by its id.</param>
    /// <param name="Consultant">Who does not accept it.</param>
    internal sealed record NotAccepted(string Id, Instant At, string Client, string Ruling, string Consultant)
        : Fact(Id, At, Client);

    /// <summary>Somebody else was named to go on with the client 指派.</summary>
    /// <param name="Id">The naming.</param>
    /// <param name="At">When.</param>
    /// <param name="Client">Whom.</param>
    /// <param name="From">Who had the client.</param>
    /// <param name="To">Who goes on.</param>
    /// <param name="Grounds">Why.</param>
    /// <param name="By">Who named them.</param>
    /// <param name="Post">As what.</param>
    internal sealed record Reassigned(
        string Id, Instant At, string Client, string From, string To, Grounds Grounds, string By, Post Post)
        : Fact(Id, At, Client);

    /// <summary>The manager found that a consultant grabbed the client from another 抢单.</summary>
    /// <param name="Id">The finding.</param>
    /// <param name="At">When.</param>
    /// <param name="Client">Whom.</param>
    /// <param name="Consultant">Who grabbed.</param>
    internal sealed record GrabbingFound(string Id, Instant At, string Client, string Consultant)
        : Fact(Id, At, Client);

    /// <summary>A first receiver lets who stood in have a part of the commission.</summary>
    /// <param name="Id">The consent, in writing.</param>
    /// <param name="At">When.</param>
    /// <param name="Client">On whose sale.</param>
    /// <param name="By">The first receiver.</param>
    /// <param name="StandIn">Who stood in.</param>
    /// <param name="Percent">How much of the first receiver's commission.</param>
    internal sealed record Consented(
        string Id, Instant At, string Client, string By, string StandIn, decimal Percent) : Fact(Id, At, Client);

    /// <summary>The client signed a subscription 认购书.</summary>
    /// <param name="Id">The signing.</param>
    /// <param name="At">When.</param>
    /// <param name="Client">Who buys.</param>
    /// <param name="Sale">The sale.</param>
    /// <param name="Consultant">Who closed it.</param>
    internal sealed record Sold(string Id, Instant At, string Client, string Sale, string Consultant)
        : Fact(Id, At, Client);

    /// <summary>A sale was cancelled or forfeited 退房, 挞定.</summary>
    /// <param name="Id">The change of the sale.</param>
    /// <param name="At">When.</param>
    /// <param name="Client">Who had bought.</param>
    /// <param name="Sale">The sale.</param>
    internal sealed record SaleEnded(string Id, Instant At, string Client, string Sale) : Fact(Id, At, Client);
}

/// <summary>How a client was registered (ATT-1).</summary>
internal enum Medium
{
    /// <summary>来访.</summary>
    Reception,

    /// <summary>来电.</summary>
    Call,

    /// <summary>直销.</summary>
    DirectSale,
}

/// <summary>Why a register refuses an entry.</summary>
internal enum EntryFault
{
    /// <summary>It was not complete in time: no back-filling 补填 (ATT-I.5, ATT-II.5).</summary>
    Late,

    /// <summary>The question whether the customer came or called before is not answered (ATT-5).</summary>
    Unasked,
}

/// <summary>Why a consultant is away.</summary>
internal enum AwayKind
{
    /// <summary>因事外出.</summary>
    Out,

    /// <summary>出差.</summary>
    BusinessTrip,

    /// <summary>探亲.</summary>
    HomeLeave,

    /// <summary>Any other leave 请假.</summary>
    OtherLeave,
}

/// <summary>Who may decide about a client.</summary>
internal enum Post
{
    /// <summary>置业顾问.</summary>
    Consultant,

    /// <summary>销售主管.</summary>
    Supervisor,

    /// <summary>营销经理.</summary>
    Manager,
}

/// <summary>Why somebody else is named.</summary>
internal enum Grounds
{
    /// <summary>The customer complained 投诉 (ATT-III.9).</summary>
    Complaint,

    /// <summary>The customer wishes for another consultant (ATT-III.9).</summary>
    Wish,

    /// <summary>Consultant and customer fell out 矛盾 (REC-2.4).</summary>
    Conflict,
}

/// <summary>A signed or registered customer who brought or recommended a visitor (ATT-2, REC-2.3).</summary>
/// <param name="Named">Whether the visitor named them.</param>
/// <param name="Consultant">
/// Whose client the introducer was at that time, as the same decision says of them; null for nobody's.
/// </param>
internal sealed record Introducer(bool Named, string? Consultant);
