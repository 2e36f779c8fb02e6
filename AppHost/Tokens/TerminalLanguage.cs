using System.Globalization;

namespace Ops.Tokens;

/// <summary>
/// The language in which a person at a terminal is spoken to: English where <c>LANG</c> is <c>en</c>, else Chinese.
/// Just that word: <c>en_US.UTF-8</c> is what most machines are set to, whatever their users read.
/// </summary>
public static class TerminalLanguage
{
    /// <summary>The language.</summary>
    /// <param name="lang">The environment's <c>LANG</c>.</param>
    public static CultureInfo Of(string? lang) => CultureInfo.GetCultureInfo(lang == "en" ? "en" : "zh-CN");

    /// <summary>The language of this process's terminal.</summary>
    public static CultureInfo Current => Of(Environment.GetEnvironmentVariable("LANG"));
}
