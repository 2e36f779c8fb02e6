using System.Globalization;

namespace Ops.ServiceDefaults.Description;

/// <summary>
/// The name of an operation, as a client's method has it, from the code of its summary: what is done to what.
/// <c>reservation.take-up.summary</c> is <c>TakeUpReservation</c>, <c>batch.list.summary</c> <c>ListBatches</c>.
/// </summary>
public static class OperationName
{
    private const string List = "list";

    /// <summary>The name; null for a summary that is no such code.</summary>
    /// <param name="summary">The code of the route's summary.</param>
    public static string? Of(string? summary) => summary?.Split('.') is [var thing, var act, _]
        ? Pascal(act) + Pascal(act == List ? Plural(thing) : thing)
        : null;

    private static string Pascal(string words) => string.Concat(words.Split('-').Select(word =>
        char.ToUpper(word[0], CultureInfo.InvariantCulture) + word[1..]));

    private static string Plural(string thing) => thing switch
    {
        "staff" => thing,
        _ when thing.EndsWith('y') && !thing.EndsWith("ey", StringComparison.Ordinal)
            && !thing.EndsWith("ay", StringComparison.Ordinal) => $"{thing[..^1]}ies",
        _ when thing.EndsWith("ch", StringComparison.Ordinal) => $"{thing}es",
        _ => $"{thing}s",
    };
}
