using System.Globalization;
using System.Text.RegularExpressions;
using Ops.ClientAttribution.Attribution;

namespace Ops.ClientAttribution.Tests;

/// <summary>An award as the cases write it: <c>A 60 less 40 to C, B 40 for the fund</c>.</summary>
internal static partial class AwardInWords
{
    /// <summary>What the words mean.</summary>
    public static Award Read(string words) => words switch
    {
        "nobody" => new(AwardKind.Nobody, [], []),
        "the company" => new(AwardKind.Company, [], ["notice"]),
        _ => new(AwardKind.Consultants, [.. words.Split(", ").Select(ReadHolding)], ["entry"]),
    };

    /// <summary>An award in words.</summary>
    public static string Write(Award award) => award.Kind switch
    {
        AwardKind.Nobody => "nobody",
        AwardKind.Company => "the company",
        _ => string.Join(", ", award.Holdings.Select(holding => string.Concat(
            holding.Consultant, holding.Percent == 100 ? "" : Invariant($" {holding.Percent}"),
            string.Concat(holding.StandIns.Select(one => Invariant($" less {one.Percent} to {one.Consultant}"))),
            holding.ForfeitedToFund ? " for the fund" : ""))),
    };

    private static string Invariant(FormattableString words) => words.ToString(CultureInfo.InvariantCulture);

    private static Holding ReadHolding(string words)
    {
        var match = Form().Match(words);
        if (!match.Success)
            throw new FormatException($"'{words}' is no holding.");
        return new(match.Groups["who"].Value, Number(match.Groups["percent"], 100))
        {
            StandIns =
            [
                .. match.Groups["standIn"].Captures.Zip(match.Groups["part"].Captures)
                    .Select(pair => new StandInPart(pair.First.Value, Number(pair.Second, 0))),
            ],
            ForfeitedToFund = match.Groups["fund"].Success,
        };
    }

    private static decimal Number(Capture capture, decimal otherwise) => capture is Group { Success: false }
        ? otherwise
        : decimal.Parse(capture.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"\A(?<who>[A-Z])( (?<percent>[\d.]+))?( less (?<part>[\d.]+) to (?<standIn>[A-Z]))*(?<fund> for the fund)?\z",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Form();
}
