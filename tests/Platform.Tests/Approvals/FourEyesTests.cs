using System.Security.Claims;
using NodaTime;
using Ops.Platform.Approvals;
using Ops.Platform.Rules;
using Ops.ServiceDefaults;
using Xunit;

namespace Ops.Platform.Tests.Approvals;

/// <summary>Who may decide on what another asked for.</summary>
public sealed class FourEyesTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 9, 28, 1, 0);
    private static readonly Need Responsible = new("archive.secrecy.approve", "customer-affairs-group"),
        Office = new("archive.secrecy.approve", "general-manager-office");

    [Fact]
    [Rule("CS-7")]
    public void Nobody_approves_their_own_whoever_asked_for_them()
    {
        var request = Asked(by: "consultant-2", @for: "consultant-1", new Need("p"));
        Assert.Equal("CS-7", Decide(request, Person("consultant-1", permissions: "p")).Refusal!.Rule);
        Assert.Equal("CS-7", Decide(request, Person("consultant-2", permissions: "p")).Refusal!.Rule);
        Assert.Equal(new Decider(0, null), Decide(request, Person("manager-1", permissions: "p")).Value);
        Assert.Equal("CS-7", Decide(request, Person("manager-1", permissions: "q")).Refusal!.Rule);
    }

    [Fact]
    [Rule("DOC-5.1.5")]
    public void Two_departments_are_two_people_each_of_their_own()
    {
        var request = Asked("clerk-9", "clerk-9", Responsible, Office);
        var clerk = Person("clerk-1", "customer-affairs-group", "archive.secrecy.approve");
        Assert.Equal(new Decider(0, null), Decide(request, clerk).Value);
        // Moved to the other department meanwhile: the same person all the same.
        Decision[] first = [new("clerk-1", null, 0)];
        Assert.Equal(
            RefusalKind.Forbidden,
            Decide(request, Person("clerk-1", "general-manager-office", "archive.secrecy.approve"), first).Refusal!.Kind
        );
        Assert.Equal(
            new Decider(1, null),
            Decide(request, Person("archivist-1", "general-manager-office", "archive.secrecy.approve"), first).Value);
        Assert.Equal(
            "CS-7",
            Decide(request, Person("clerk-2", "customer-affairs-group", "archive.secrecy.approve"), first).Refusal!.Rule
        );
    }

    [Fact]
    [Rule("CS-7")]
    public void A_stand_in_decides_within_the_dates_and_is_one_person_with_whom_they_stand_in_for()
    {
        var request = Asked("consultant-1", "consultant-1", new Need("p"), new Need("p"));
        var standIn = Person("manager-2") with
        {
            Delegations = [new Delegation("p", "manager-1", Now, Now + Duration.FromDays(1))],
        };
        Assert.Equal(new Decider(0, "manager-1"), Decide(request, standIn).Value);
        Assert.NotNull(Decide(request, standIn, at: Now + Duration.FromDays(1)).Refusal);
        Assert.NotNull(Decide(request, standIn, at: Now - Duration.Epsilon).Refusal);
        // The other of the two has said their word already, or has asked.
        Assert.NotNull(Decide(request, standIn, [new Decision("manager-1", null, 0)]).Refusal);
        Assert.NotNull(
            Decide(request, Person("manager-1", permissions: "p"), [new Decision("manager-2", "manager-1", 0)]).Refusal
        );
        Assert.NotNull(Decide(Asked("manager-1", "manager-1", new Need("p")), standIn).Refusal);
    }

    [Fact]
    public void A_delegation_is_read_from_its_claim_and_what_is_none_is_not()
    {
        var given = new Delegation("sales.reservation.approve", "manager-1", Now, Now + Duration.FromDays(1));
        Assert.Equal(given, Delegation.Read(given.ToString()));
        Assert.Null(Delegation.Read("sales.reservation.approve manager-1 today tomorrow"));
        var actor = Actor.From(
            new ClaimsPrincipal(
                new ClaimsIdentity([
                    new("sub", "manager-2"),
                    new("delegation", given.ToString()),
                    new("delegation", "nonsense"),
                ])));
        Assert.Equal(["manager-1"], actor.StandsInFor("sales.reservation.approve", Now));
        Assert.Empty(actor.StandsInFor("sales.subscription.sign", Now));
    }

    private static Outcome<Decider> Decide(
        Request request, Actor who, IReadOnlyList<Decision>? decided = null,
        Instant? at = null) =>
        Decider.Of(request, decided ?? [], who, at ?? Now);

    private static Request Asked(string by, string @for, params Need[] needs) =>
        new(Guid.Empty, "kind", "RES-2", "harbour-court", "/any", "Anything", by, @for, Now, null, needs);

    private static Actor Person(string id, string department = "project-sales-group", params string[] permissions) =>
        Actor.From(
            new ClaimsPrincipal(
                new ClaimsIdentity([
                    new("sub", id),
                    new("department", department),
                    .. permissions.Select(permission => new Claim("permission", permission)),
                ])));
}
