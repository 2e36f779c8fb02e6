using Ops.Platform.Rules;
using Ops.SalesControl.Units;
using Xunit;

namespace Ops.SalesControl.Tests.Units;

/// <summary>The kinds of units, as people write them.</summary>
public sealed class KnownKindsTests
{
    private static readonly UnitKind Home = Kind(1, "home", "住宅", "Home"), Shop = Kind(2, "shop", "商铺", "Shop");
    private static readonly KnownKinds Kinds = new([Shop, Home]);

    [Theory, Rule("RES-2")]
    [InlineData("住宅", "home")]
    [InlineData("HOME", "home")]
    [InlineData("商铺", "shop")]
    [InlineData("shop", "shop")]
    [InlineData("ｓhop", "shop")]
    [InlineData("ＳＨＯＰ", "shop")]
    [InlineData("garage", null)]
    [InlineData("", null)]
    public void A_list_names_a_kind_in_either_language_or_by_its_code(string word, string? code) =>
        Assert.Equal(code, Kinds.Called(word)?.Code);

    [Fact, Rule("RES-2")]
    public void The_kinds_are_offered_in_the_order_of_their_codes()
    {
        Assert.Equal(["住宅/Home", "商铺/Shop"], Kinds.Names);
        Assert.Equal(["home", "shop"], Kinds.Codes);
        Assert.Equal(Shop, Kinds["shop"]);
    }

    [Fact, Rule("RES-2")]
    public void A_kind_whose_own_name_is_of_full_width_is_known_in_both()
    {
        var large = Kind(3, "large", "商铺（大）", "Large shop");
        var kinds = new KnownKinds([large, Shop]);

        Assert.Equal(
            ["large", "large", "shop"],
            ((string[])["商铺(大)", "商铺（大）", "商铺"]).Select(word => kinds.Called(word)?.Code));
    }

    private static UnitKind Kind(int id, string code, string name, string english) =>
        new(new(id, 0, 0, new byte[8]), code, KindRules.Home) { Name = name, NameEn = english };
}
