using System.Collections.Frozen;
using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Ops.Identity.Staff;
using Ops.Identity.Storage;

namespace Ops.Identity.Accounts;

/// <summary>
/// Passwords after NIST SP 800-63B: length and not composition; nothing that everybody tries, that repeats itself, or
/// that is made of the person's number or name, the company's, or a project's. Spaces and any script are welcome;
/// nothing is cut off, and no password is asked to be changed without cause.
/// </summary>
internal sealed class PasswordRules(IdentityDb db) : IPasswordValidator<Account>
{
    /// <summary>The fewest characters.</summary>
    public const int Shortest = 15;

    /// <summary>The most characters.</summary>
    public const int Longest = 128;

    /// <summary>
    /// How much of a password must be left when the words that anybody connects with its owner are taken out.
    /// </summary>
    private const int LeastOfOnesOwn = 8;

    /// <summary>The product's own name.</summary>
    private const string Product = "ops";

    /// <summary>
    /// What Chinese users choose most, which the published list, of English sites, has not: pinyin, and numbers that
    /// sound like a sentence.
    /// </summary>
    private static readonly string[] Chinese =
    [
        "woaini", "woaini520", "woaini521", "woaini1314", "woaini5201314", "woaiwojia", "woaizhongguo", "wodemima",
        "mima", "mimamima", "mima123456", "nihao", "nihao123", "zhongguo", "beijing", "shanghai", "caonima",
        "jiushiaini", "5201314", "52013145201314", "5201314520", "1314520", "13145201314520", "520520", "5211314",
        "521521", "7758521", "7758258", "147258369", "741852963", "789456123", "123456789a", "a123456789", "qq123456",
        "123456qq", "abc123456", "wang1234", "zhang123", "woshishui", "tianshi", "mingtian",
    ];

    /// <summary>
    /// The 30 000 passwords found most often in what was published of broken-into sites, as zxcvbn (MIT) carries them;
    /// and <see cref="Chinese"/>.
    /// </summary>
    private static readonly Lazy<FrozenSet<string>> Common =
        new(() => Read().Concat(Chinese).ToFrozenSet(StringComparer.Ordinal));

    public async Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password)
    {
        var name = await db.Staff.Where(staff => staff.Id == user.Id).Select(staff => staff.Name).SingleOrDefaultAsync()
            ?? "";
        var company = await db.Companies.Select(c => c.Name).Concat(db.Sites.Select(s => s.Name))
            .Concat(db.Sites.Select(s => s.Code)).ToListAsync();
        string[] own = [user.UserName ?? "", name, .. name.Split(' ').Where(part => part.Length > 3)];
        return Wrong(password ?? "", own, company) is { } code
            ? IdentityResult.Failed(new IdentityError { Code = code, Description = code })
            : IdentityResult.Success;
    }

    /// <summary>
    /// What these rules found wrong with a password that was to be set, as the code of a text; null when nothing.
    /// </summary>
    public static string? WrongIn(IdentityResult? set) =>
        set?.Errors.Select(error => error.Code).FirstOrDefault(
            code => code.StartsWith("account.", StringComparison.Ordinal));

    /// <summary>What is wrong with it, as the code of a text; null when nothing is.</summary>
    /// <param name="password">The password.</param>
    /// <param name="own">The person's number and name.</param>
    /// <param name="company">The company's and the projects' names.</param>
    internal static string? Wrong(string password, IEnumerable<string> own, IEnumerable<string> company)
    {
        // One character that is several in the form that is kept is one all the same.
        var composed = OneForm.In(NormalizationForm.FormC, password);
        var kept = OneForm.Of(password);
        var plain = Plain(kept);
        return composed.EnumerateRunes().Count() switch
        {
            < Shortest => "account.password-short",
            > Longest => "account.password-long",
            _ when IsCommon(plain) || IsCommon(Unmasked(kept)) => "account.password-common",
            _ when plain.Distinct().Count() < 5 || Repeats(plain) || Climbs(plain) => "account.password-simple",
            _ when own.Any(word => IsIn(plain, word)) => "account.password-own",
            _ when Without(plain, company.Append(Product)).EnumerateRunes().Count() < LeastOfOnesOwn =>
                "account.password-company",
            _ => null,
        };
    }

    /// <summary>Letters and digits, small: a space or a mark between them hides nothing from a guesser.</summary>
    private static string Plain(string text) =>
        string.Concat(OneForm.Of(text).ToLowerInvariant().Where(char.IsLetterOrDigit));

    /// <summary>With the marks and digits that stand for letters put back: p@ssw0rd.</summary>
    private static string Unmasked(string text) => Plain(string.Concat(text.Select(c => c switch
    {
        '0' => 'o',
        '1' or '!' or '|' => 'i',
        '3' => 'e',
        '4' or '@' => 'a',
        '5' or '$' => 's',
        '7' or '+' => 't',
        _ => c,
    })));

    /// <summary>
    /// One of the list, or two of them in a row, or one over and over; with or without digits before and after.
    /// </summary>
    private static bool IsCommon(string text)
    {
        var known = Common.Value;
        var bare = text.Trim('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        return new[] { text, bare }.Any(word => word.Length > 0
            && (known.Contains(word) || IsTwoOf(known, word) || IsOneOverAndOver(known, word)));
    }

    private static bool IsTwoOf(FrozenSet<string> known, string word) =>
        Enumerable.Range(4, Math.Max(0, word.Length - 7))
            .Any(at => known.Contains(word[..at]) && known.Contains(word[at..]));

    private static bool IsOneOverAndOver(FrozenSet<string> known, string word) =>
        Enumerable.Range(2, Math.Max(0, (word.Length / 2) - 1)).Any(length =>
            word.Length % length == 0 && known.Contains(word[..length])
            && word.Select((c, i) => c == word[i % length]).All(same => same));

    private static bool IsIn(string plain, string word) =>
        Plain(word) is { Length: > 1 } known && plain.Contains(known, StringComparison.Ordinal);

    private static string Without(string plain, IEnumerable<string> words) =>
        words.Select(Plain).Where(word => word.Length > 1).OrderByDescending(word => word.Length)
            .Aggregate(plain, (left, word) => left.Replace(word, "", StringComparison.Ordinal));

    /// <summary>One short piece over and over.</summary>
    private static bool Repeats(string text) =>
        Enumerable.Range(1, text.Length / 3).Any(
            length => Enumerable.Range(0, text.Length).All(i => text[i] == text[i % length]));

    /// <summary>A run along the alphabet or the digits.</summary>
    private static bool Climbs(string text) =>
        text.Length > 1
        && Enumerable.Range(1, text.Length - 1).Count(i => Math.Abs(text[i] - text[i - 1]) == 1) > text.Length * 3 / 4;

    private static IEnumerable<string> Read()
    {
        var list = Assembly.GetExecutingAssembly().GetManifestResourceStream("Ops.Identity.common-passwords.txt")!;
        using var reader = new StreamReader(list);
        while (reader.ReadLine() is { } line)
            yield return Plain(line);
    }
}
