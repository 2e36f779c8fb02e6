using System.Globalization;
using FluentValidation;
using Ops.ServiceDefaults.Description;

namespace Ops.Platform.Commands;

/// <summary>How many entries a page of a list has at most: <c>?limit=20</c>. It is the same in every list.</summary>
/// <param name="Rows">From 1 to <see cref="Most"/>.</param>
public readonly record struct PageSize(int Rows) : IParameterOf<int>
{
    /// <summary>The most that can be asked for, and what a page has where nothing is asked.</summary>
    public const int Most = 200, Usual = 50;

    /// <inheritdoc />
    public static (int Least, int Most)? Range => (1, Most);

    /// <summary>Reads it; what lies outside is none.</summary>
    public static bool TryParse(string? text, out PageSize size)
    {
        var read = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var rows)
            && rows is >= 1 and <= Most;
        size = new(rows);
        return read;
    }
}

/// <summary>Pages of lists.</summary>
public static class Paging
{
    /// <summary>How many were asked for.</summary>
    public static int Rows(this PageSize? asked) => asked?.Rows ?? PageSize.Usual;

    /// <summary>A page's size in a body is one that there is.</summary>
    public static IRuleBuilderOptions<T, int?> MustBePageSize<T>(this IRuleBuilder<T, int?> rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return rule.InclusiveBetween(1, PageSize.Most).Refuses(null, "list.limit", ("most", PageSize.Most));
    }
}
