using System.Diagnostics.CodeAnalysis;
using Ops.ServiceDefaults.Description;

namespace Ops.Platform.Commands;

/// <summary>
/// A member of an enumeration in a query, written as answers write it: <c>?state=passedOver</c>. A number is none.
/// </summary>
/// <typeparam name="T">The enumeration.</typeparam>
/// <param name="Value">The member.</param>
public readonly record struct Word<T>(T Value) : IParameterOf<T>
    where T : struct, Enum
{
    /// <summary>Reads it; the case does not matter.</summary>
    [SuppressMessage(
        "Design", "CA1000:Do not declare static members on generic types",
        Justification = "It is how a parameter of a route is bound; nobody calls it by name.")]
    public static bool TryParse(string? text, out Word<T> word)
    {
        var read =
            Enum.TryParse<T>(text, ignoreCase: true, out var value)
            && char.IsAsciiLetter(text![0])
            && Enum.IsDefined(value);
        word = new(value);
        return read;
    }
}
