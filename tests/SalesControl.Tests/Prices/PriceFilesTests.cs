using System.Text;
using NodaTime;
using Ops.Platform.Rules;
using Ops.Platform.Spreadsheets;
using Ops.SalesControl.Prices;
using Ops.SalesControl.Units;
using Xunit;

namespace Ops.SalesControl.Tests.Prices;

/// <summary>What a file of prices says, and what is wrong with it line by line.</summary>
public sealed class PriceFilesTests
{
    private static readonly Guid First = new(1, 0, 0, new byte[8]), Second = new(2, 0, 0, new byte[8]);

    private static readonly Dictionary<string, Guid> Units = new(StringComparer.OrdinalIgnoreCase)
    {
        ["2-1-1201"] = First,
        ["A.1.A-023"] = Second,
    };

    [Fact, Rule("CS-4")]
    public void A_line_names_its_unit_by_code_or_by_place_or_by_both_alike()
    {
        var (prices, errors) = Take(
            "unit,building,entrance,room,price", "2-1-1201,2,1,1201,1980000.00", ",A,1,A-023,1");

        Assert.Empty(errors);
        Assert.Equal(new(2, "2-1-1201", 1_980_000m), prices[First]);
        Assert.Equal(new(3, "A.1.A-023", 1m), prices[Second]);
    }

    [Fact, Rule("CS-4")]
    public void A_place_that_is_spelt_otherwise_is_known_by_its_normal_form()
    {
        var codes = new Dictionary<UnitPlace, string> { [new("２", "1", "1201")] = "2-1-1201" };

        var (prices, _) = Take(codes, "building,entrance,room,price", "２,1,1201,5");

        Assert.Equal(new(2, "2-1-1201", 5m), prices[First]);
    }

    [Theory, Rule("CS-4")]
    [InlineData("２-1-1201")]
    [InlineData("２－１－１２０１")]
    [InlineData("2-1-1201　")]
    public void A_unit_s_code_is_read_in_every_width(string code)
    {
        var (prices, errors) = Take("unit,price", $"{code},5");

        Assert.Empty(errors);
        Assert.Equal(new(2, "2-1-1201", 5m), prices[First]);
    }

    [Theory, Rule("CS-4")]
    [InlineData(",,,,5", "prices.line-unit-missing")]
    [InlineData("2-1-1201,A,1,A-023,5", "prices.line-units-differ")]
    [InlineData("9-9-9999,,,,5", "prices.line-unit-unknown")]
    [InlineData(",9,9,9999,5", "prices.line-unit-unknown")]
    [InlineData("2-1-1201,2,,,5", "prices.line-units-differ")]
    public void A_line_without_a_unit_of_the_project_is_wrong(string line, string code)
    {
        var (prices, errors) = Take("unit,building,entrance,room,price", line);

        Assert.Empty(prices);
        Assert.Equal((2, "unit", code), errors.Select(one => (one.Line, one.Column, one.Reason.Code)).Single());
    }

    [Theory, Rule("CS-4")]
    [InlineData("0.01", true)]
    [InlineData("9999999999.99", true)]
    [InlineData("0", false)]
    [InlineData("-1", false)]
    [InlineData("10000000000", false)]
    [InlineData("0.001", false)]
    [InlineData("dear", false)]
    [InlineData("", false)]
    public void A_price_is_above_nothing_and_has_two_decimals(string price, bool isOne)
    {
        var (prices, errors) = Take("unit,price", $"2-1-1201,{price}");

        Assert.Equal((isOne ? 1 : 0, isOne ? 0 : 1), (prices.Count, errors.Count));
        Assert.All(errors, one => Assert.Equal((2, "price"), (one.Line, one.Column)));
    }

    [Fact, Rule("CS-4")]
    public void A_unit_is_named_once_and_all_that_is_wrong_with_a_line_is_said()
    {
        var (prices, errors) = Take(
            "unit,price", "2-1-1201,5", "2-1-1201,6", "9-9-9999,0", "A.1.A-023,7");

        Assert.Equal([(First, 5m), (Second, 7m)], prices.Select(one => (one.Key, one.Value.Price)));
        Assert.Equal(
            [
                (3, "unit", "prices.line-unit-twice"), (4, "unit", "prices.line-unit-unknown"),
                (4, "price", "import.number"),
            ],
            errors.Select(one => (one.Line, one.Column!, one.Reason.Code)));
    }

    [Theory, Rule("RES-2")]
    [InlineData("2,1,1201", true)]
    [InlineData("-,1,1201", false)]
    [InlineData("2,-,1201", false)]
    [InlineData("2,1,-", false)]
    public void A_place_is_looked_up_where_all_of_its_names_are_names(string place, bool isOne)
    {
        var list = Read("building,entrance,room,price", $"{place},5");

        Assert.Equal(
            isOne ? new UnitPlace("2", "1", "1201") : null, PriceColumns.PlaceOf(list, list.Lines.Single()));
    }

    [Theory, Rule("CS-4")]
    [InlineData(20, "prices.sold-keeps", null)]
    [InlineData(21, "prices.sold-keep", 1)]
    public void Of_many_sold_units_with_another_price_the_first_twenty_are_named(int sold, string code, int? more)
    {
        var units = Enumerable.Range(1, sold).Select(
            number => new SoldUnit(new(number, 0, 0, new byte[8]), "here", $"2-1-{number:00}", 5m)).Reverse().ToList();

        var refusal = SoldUnit.RefusesOtherPrices(units, units.ToDictionary(unit => unit.Id, _ => 6m))!;

        Assert.Equal(("CS-4", code, "prices"), (refusal.Rule, refusal.Text.Code, refusal.Field));
        Assert.Equal(
            Enumerable.Range(1, 20).Select(number => $"2-1-{number:00}"), (List<string>)refusal.Text.Args["units"]!);
        Assert.Equal(more, refusal.Text.Args.GetValueOrDefault("more"));
        Assert.Equal(sold, refusal.Evidence.Count);
        Assert.Null(SoldUnit.RefusesOtherPrices(units, units.ToDictionary(unit => unit.Id, _ => 5m)));
        Assert.Null(SoldUnit.RefusesOtherPrices(units, new Dictionary<Guid, decimal>()));
    }

    [Fact, Rule("CS-4")]
    public void A_price_is_asked_for_at_any_time_since_the_project_is_there()
    {
        var since = Instant.FromUtc(2026, 9, 28, 1, 0);

        Assert.Equal(new At(since), PriceTime.Check(since, since).Value);
        var before = PriceTime.Check(since - Duration.Epsilon, since).Refusal!;
        Assert.Equal(("CS-4", "at", "prices.time-before-project"), (before.Rule, before.Field, before.Text.Code));
        var now = since + Duration.FromDays(1);
        Assert.Equal(new At(now), PriceTime.Read(null, since, now).Value);
    }

    [Theory, Rule("CS-4")]
    [InlineData("building,entrance,room,price", "9,9,9999,5", "room", "prices.line-unit-unknown")]
    [InlineData("building,entrance,room,price", "2,1,1201,5\n2,1,1201,6", "room", "prices.line-unit-twice")]
    [InlineData("building,entrance,price", "9,9,5", null, "prices.line-unit-unknown")]
    [InlineData("price", "5", null, "prices.line-unit-missing")]
    public void What_is_wrong_with_a_unit_is_told_whichever_columns_a_list_names_it_by(
        string headings, string lines, string? column, string code)
    {
        var list = Read([headings, .. lines.Split('\n')]);

        var wrong = list.Wrong(PriceColumns.Take(list, Units, new Dictionary<UnitPlace, string>()).Errors);

        Assert.Equal((column, code), wrong.Select(one => (one.Column, one.Reason.Code)).Single());
    }

    private static (IReadOnlyDictionary<Guid, PricedLine> Prices, IReadOnlyList<SheetError> Errors) Take(
        params string[] lines) => Take([], lines);

    private static (IReadOnlyDictionary<Guid, PricedLine> Prices, IReadOnlyList<SheetError> Errors) Take(
        Dictionary<UnitPlace, string> codes, params string[] lines) =>
        PriceColumns.Take(Read(lines), Units, codes);

    private static SentList Read(params string[] lines)
    {
        var file = Encoding.UTF8.GetBytes(string.Join('\n', lines));
        var (list, errors) = SentList.Read(file, PriceColumns.All, new());
        Assert.Empty(errors);
        return list!;
    }
}
