using Ops.Platform.Storage;

namespace Ops.SalesControl.Units;

/// <summary>
/// A kind of unit 物业类型, as this installation has it: home 住宅, shop 商铺, apartment 公寓 … Lists name it in either
/// language; its code stands on the units and never changes, nor do the rules that it follows.
/// </summary>
internal sealed class UnitKind : Aggregate
{
    private UnitKind()
    {
    }

    public UnitKind(Guid id, string code, KindRules follows) => (Id, Code, Follows) = (id, code, follows);

    public override string StreamKind => "unit-kind";

    /// <summary>Lower-case letters, digits and hyphens: <c>home</c>.</summary>
    public string Code { get; private init; } = "";

    /// <summary>What it is called in Chinese.</summary>
    public string Name { get; internal set; } = "";

    /// <summary>What it is called in English.</summary>
    public string NameEn { get; internal set; } = "";

    /// <summary>Whose rules it follows.</summary>
    public KindRules Follows { get; private init; }

    /// <summary>What a list may call it: in English, in Chinese, and by its code.</summary>
    public IReadOnlyList<string> Words => [NameEn, Name, Code];
}

/// <summary>Whose rules a kind of unit follows.</summary>
internal enum KindRules
{
    /// <summary>A home's 住宅: it is sold.</summary>
    Home,

    /// <summary>A shop's 商铺: it is sold or let (DOC-5.6.1).</summary>
    Shop,
}
