using System.Globalization;

namespace Ops.Platform.Texts;

/// <summary>The languages that people are answered in. What is written for programs is the same in each.</summary>
public static class Languages
{
    /// <summary>What the people at the desks read: the language of whoever names none.</summary>
    public static CultureInfo Chinese { get; } = CultureInfo.GetCultureInfo("zh-CN");

    /// <summary>English.</summary>
    public static CultureInfo English { get; } = CultureInfo.GetCultureInfo("en");

    /// <summary>Both, the default first.</summary>
    public static IReadOnlyList<CultureInfo> All { get; } = [Chinese, English];

    /// <summary>
    /// The language of whoever runs a mode of an executable: English where <c>LANG</c> is just <c>en</c>.
    /// </summary>
    public static CultureInfo Terminal =>
        Environment.GetEnvironmentVariable("LANG") == English.Name ? English : Chinese;

    /// <summary>
    /// The language of a name such as <c>en-GB</c> or <c>zh-Hans-CN</c>; null for one that there is not.
    /// </summary>
    public static CultureInfo? Find(string? name) =>
        All.FirstOrDefault(language => name is not null
            && name.Split('-', '_')[0].Equals(language.Name.Split('-')[0], StringComparison.OrdinalIgnoreCase));
}
