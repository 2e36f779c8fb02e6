using System.Text.Json;
using System.Text.Json.Serialization;
using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.ClientAttribution.Attribution;

/// <summary>A consultant's part of a client's credit.</summary>
/// <param name="Consultant">Who.</param>
/// <param name="Percent">How much, at most two decimals.</param>
internal sealed record Share(string Consultant, decimal Percent);

/// <summary>
/// ATT-7: how the credit for a client is divided. The shares are in the order of the consultants' staff numbers and sum
/// to exactly 100 %: there are no others.
/// </summary>
[JsonConverter(typeof(AsList))]
internal sealed class Shares
{
    private readonly Share[] _all;

    private Shares(Share[] all) => (_all, Consultants) = (all, [.. all.Select(share => share.Consultant)]);

    /// <summary>Each consultant once.</summary>
    public IReadOnlyList<Share> All => _all;

    /// <summary>The consultants, in the same order.</summary>
    public IReadOnlyList<string> Consultants { get; }

    /// <summary>All of it.</summary>
    public static Shares Whole(string consultant) => new([new(consultant, 100)]);

    /// <summary>As agreed.</summary>
    [Rule("ATT-7", "shares sum to exactly 100 %")]
    public static Outcome<Shares> Of(IEnumerable<Share> shares)
    {
        Share[] all = [.. shares.OrderBy(share => share.Consultant, StringComparer.Ordinal)];
        if (all.FirstOrDefault(share => share.Percent <= 0 || decimal.Round(share.Percent, 2) != share.Percent)
            is { } odd)
        {
            return Refused.Input("ATT-7", "shares", Text.Of(
                "attribution.shares.percent", ("consultant", odd.Consultant), ("percent", odd.Percent)));
        }

        for (var i = 1; i < all.Length; i++)
        {
            if (all[i].Consultant == all[i - 1].Consultant)
            {
                return Refused.Input("ATT-7", "shares", Text.Of(
                    "attribution.shares.twice", ("consultant", all[i].Consultant)));
            }
        }

        return all.Sum(share => share.Percent) is var sum && sum == 100
            ? new Shares(all)
            : Refused.Input("ATT-7", "shares", Text.Of("attribution.shares.sum", ("sum", sum)));
    }

    /// <summary>
    /// To each the same, by default; a hundredth of a per cent that is left goes to the first of them.
    /// </summary>
    /// <param name="consultants">At least one.</param>
    [Rule("ATT-7", "equal by default")]
    public static Shares Equal(IEnumerable<string> consultants)
    {
        string[] all = [.. consultants.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        ArgumentOutOfRangeException.ThrowIfZero(all.Length, nameof(consultants));
        var (each, left) = Math.DivRem(100_00, all.Length);
        return new([.. all.Select((one, place) => new Share(one, (each + (place < left ? 1 : 0)) / 100m))]);
    }

    /// <summary>Whether a consultant has a share.</summary>
    public bool Has(string consultant)
    {
        foreach (var share in _all)
        {
            if (share.Consultant == consultant)
                return true;
        }

        return false;
    }

    /// <summary>One consultant's share passes to another, who may have one already.</summary>
    public Shares Pass(string from, string to) => new(
    [
        .. _all.GroupBy(share => share.Consultant == from ? to : share.Consultant, StringComparer.Ordinal)
            .Select(one => new Share(one.Key, one.Sum(share => share.Percent)))
            .OrderBy(share => share.Consultant, StringComparer.Ordinal),
    ]);

    /// <summary>Written as the list of its shares; what does not sum to 100 % cannot be read.</summary>
    private sealed class AsList : JsonConverter<Shares>
    {
        public override Shares Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Of(JsonSerializer.Deserialize<Share[]>(ref reader, options)!).Value;

        public override void Write(Utf8JsonWriter writer, Shares value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.All, options);
    }
}
