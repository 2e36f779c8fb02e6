using Ops.Platform.Rules;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Subscriptions;
using Xunit;
using static Ops.SalesControl.Tests.Units.AUnit;

namespace Ops.SalesControl.Tests.Subscriptions;

/// <summary>Who buys, with which shares, and who buys instead.</summary>
public sealed class BuyersTests
{
    private static readonly IdDocument Passport = new(DocumentKind.Passport, "E12345678");
    private static readonly IdDocument Permit = new(DocumentKind.TravelPermit, "E12345678");

    private readonly ASale _a = new();

    [Fact, Rule("RES-4")]
    public void The_shares_sum_to_a_hundred()
    {
        Assert.Null(BuyerForm.Refuses([Buyer(1, 100m)]));
        Assert.Null(BuyerForm.Refuses([Buyer(1, 33.33m), Buyer(2, 66.67m)]));
        Assert.Equal("buyers.shares", Code(Buyer(1, 50m), Buyer(2, 49.99m)));
        Assert.Equal("buyers.shares", Code(Buyer(1, 50m), Buyer(2, 50.01m)));
    }

    [Fact, Rule("RES-4")]
    public void Nobody_stands_there_twice_and_the_document_says_who_is_who_before_phone_and_name_do()
    {
        Assert.Equal("buyers.twice", Code(Form("A", 1, Passport), Form("B", 2, Passport)));
        Assert.Null(Code(Form("A", 1, Passport), Form("A", 1, Permit)));
        // One document is not enough to tell them apart.
        Assert.Equal("buyers.twice", Code(Form("A", 1, Passport), Form("A", 1)));
        Assert.Equal("buyers.twice", Code(Form("A", 1), Form("a ", 1)));
        Assert.Null(Code(Form("A", 1), Form("A", 2)));
        Assert.Equal("buyers.twice", Code(Form("A", 1), Form("B", 2), Form("C", 3), Form("B", 2)));
    }

    [Theory, Rule("RES-4")]
    [InlineData(null, null, true)]
    [InlineData(true, null, true)]
    [InlineData(null, true, true)]
    [InlineData(false, null, false)]
    [InlineData(null, false, false)]
    [InlineData(true, false, false)]
    public void Under_one_phone_with_another_name_the_forms_say_whether_it_is_the_same_person(
        bool? one, bool? other, bool same) =>
        Assert.Equal(same ? "buyers.twice" : null, Code(Form("A", 1, same: one), Form("B", 1, same: other)));

    [Fact, Rule("RES-4")]
    public void An_entry_is_named_once_and_is_no_form()
    {
        BuyerForm Entry(int number) => new(50m, CustomerId: CustomerId(number));
        Assert.Equal("buyers.twice", Code(Entry(1), Entry(1)));
        Assert.Null(Code(Entry(1), Entry(2)));
        Assert.Null(Code(Entry(1), Form("A", 1)));
        var twice = BuyerForm.Refuses([Entry(1), Entry(1)])!;
        Assert.Equal(("RES-4", "buyers"), (twice.Rule, twice.Field));
    }

    [Fact, Rule("RES-4")]
    public void Others_buy_or_the_same_with_other_shares_but_not_just_those_who_buy_already()
    {
        Assert.Null(Refuses(new BuyerShare(CustomerId(2), 100m)));
        Assert.Null(Refuses(new(CustomerId(1), 50m), new(CustomerId(2), 50m)));
        var already = Refuses(new BuyerShare(CustomerId(1), 100m))!;
        Assert.Equal(("RES-4", "change-of-name.buy-already", "buyers"), (
            already.Rule, already.Text.Code, already.Field));
        Assert.Equal([_a.Sale.Evidence], already.Evidence);
        Assert.Equal(
            "buyers.twice", Refuses(new(CustomerId(2), 50m), new(CustomerId(2), 50m))!.Text.Code);
    }

    [Fact, Rule("RES-4")]
    public void Who_cannot_be_read_is_named_first_and_then_that_the_sale_has_gone_on()
    {
        Assert.Equal(
            "buyers.twice",
            ChangeOfName.Ask(new(_a.Parts, BuyerForm.Twice()), null!, _a.By("consultant-1")).Refusal!.Text.Code);

        _a.Contract();
        Assert.Null(Refuses(new BuyerShare(CustomerId(2), 100m)));
        _a.Pay(ASale.Price);
        _a.Deliver();
        Assert.Equal("unit.act-forbidden", Refuses(new BuyerShare(CustomerId(1), 100m))!.Text.Code);
        Assert.Equal("buyers.twice", ChangeOfName.Refuses(new(_a.Parts, BuyerForm.Twice()))!.Text.Code);
    }

    [Fact, Rule("RES-4"), Rule("DOC-5.2.1")]
    public void Who_bought_before_keeps_the_entry_and_the_first_of_the_others_has_the_unit()
    {
        List<BuyerShare> to = [new(CustomerId(3), 60m), new(CustomerId(1), 40m)];
        var asked = _a.Ask(ChangeKind.ChangeOfName, new ChangeOfName.Details(to));

        var granted = _a.Grant(
            new ChangeOfName(null!, null!), asked, new RenamedSale(_a.Parts, to), Start + Tick).Value;

        var changed = granted.All.OfType<SalesControl.Subscriptions.BuyersChanged>().Single();
        Assert.Equal([new BuyerShare(CustomerId(1), 100m)], changed.From);
        Assert.Equal(to, changed.To);
        Assert.Equal(2, changed.BuyerIds.Distinct().Count());
        Assert.Equal(to, _a.Sale.Shares());
        Assert.Equal(
            [(1, Start, Start + Tick), (1, Start + Tick, null), (2, Start + Tick, null)],
            _a.Sale.Buyers.Select(buyer => (buyer.Place, buyer.Since, buyer.Until)));
        Assert.Equal(CustomerId(3), _a.Unit.HolderId);
        Assert.Equal("change-of-name.buy-already", Refuses([.. to])!.Text.Code);
        Assert.Equal("change-of-name.buy-already", Refuses(to[1], to[0])!.Text.Code);
    }

    private Refused? Refuses(params BuyerShare[] buyers) =>
        ChangeOfName.Ask(
            new RenamedSale(_a.Parts, buyers.ToList()), new([], "Married."), _a.By("consultant-1")).Refusal;

    private static BuyerForm Buyer(int customer, decimal share) => Form($"Customer {customer}", customer) with
    {
        Share = share,
    };

    private static BuyerForm Form(string name, int phone, IdDocument? document = null, bool? same = null) =>
        new(50m, new CustomerForm(name, $"1380000000{phone}", document, SameCustomer: same));

    /// <summary>Why they cannot buy in equal shares; null where they can.</summary>
    private static string? Code(params BuyerForm[] buyers) => BuyerForm.Refuses(
        buyers.Length == 2 ? buyers : [.. buyers.Select(buyer => buyer with { Share = 100m / buyers.Length })])
        ?.Text.Code;
}
