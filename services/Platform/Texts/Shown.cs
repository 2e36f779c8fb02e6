using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Ops.Platform.Texts;

/// <summary>Times, dates, lengths of time, money and lists as each language writes them.</summary>
public static class Shown
{
    private static readonly OffsetDateTimePattern ChineseTime =
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'年'M'月'd'日' HH:mm");

    private static readonly OffsetDateTimePattern EnglishTime =
        OffsetDateTimePattern.CreateWithInvariantCulture("d MMMM uuuu, HH:mm");

    private static readonly LocalDatePattern ChineseDate =
        LocalDatePattern.CreateWithInvariantCulture("uuuu'年'M'月'd'日'");

    private static readonly LocalDatePattern EnglishDate = LocalDatePattern.CreateWithInvariantCulture("d MMMM uuuu");

    /// <summary>2026年10月12日 18:00; 12 October 2026, 18:00.</summary>
    public static string Time(OffsetDateTime time, CultureInfo language) =>
        (IsEnglish(language) ? EnglishTime : ChineseTime).Format(time);

    /// <summary>2026年10月12日; 12 October 2026.</summary>
    public static string Date(LocalDate day, CultureInfo language) =>
        (IsEnglish(language) ? EnglishDate : ChineseDate).Format(day);

    /// <summary>星期一; Monday.</summary>
    public static string Weekday(LocalDate day, CultureInfo language) => IsEnglish(language)
        ? $"{day.DayOfWeek}"
        : $"星期{"一二三四五六日"[(int)day.DayOfWeek - 1]}";

    /// <summary>3 260 400: 3,260,400.00 元; CNY 3,260,400.00.</summary>
    public static string Money(decimal yuan, CultureInfo language)
    {
        var amount = yuan.ToString("#,##0.00", CultureInfo.InvariantCulture);
        return IsEnglish(language) ? $"CNY {amount}" : $"{amount} 元";
    }

    /// <summary>
    /// Days, hours and minutes, the two largest of them: 2 天 3 小时; 2 days 3 hours. Less than a minute is one.
    /// </summary>
    public static string Length(Duration length, CultureInfo language)
    {
        var english = IsEnglish(language);
        var minutes = Math.Max(1, (long)length.TotalMinutes);
        (long Count, string Chinese, string English)[] parts =
        [
            (minutes / (24 * 60), "天", "day"), (minutes / 60 % 24, "小时", "hour"), (minutes % 60, "分钟", "minute"),
        ];
        return string.Join(' ', parts.Where(part => part.Count > 0).Take(2).Select(part =>
            english ? $"{part.Count} {part.English}{(part.Count == 1 ? "" : "s")}" : $"{part.Count} {part.Chinese}"));
    }

    /// <summary>甲、乙; first, second.</summary>
    public static string List(IReadOnlyCollection<string> items, CultureInfo language) =>
        string.Join(IsEnglish(language) ? ", " : "、", items);

    private static bool IsEnglish(CultureInfo language) => Languages.Find(language?.Name) == Languages.English;
}
