using Microsoft.AspNetCore.Identity;

namespace Ops.Identity.Accounts;

/// <summary>
/// Passwords after NIST SP 800-63B: length and not composition; nothing that everybody tries, that repeats itself, or that is made of the
/// person's own number. Spaces and any script are welcome; nothing is cut off, and no password is asked to be changed without cause.
/// </summary>
internal sealed class PasswordRules : IPasswordValidator<Account>
{
    /// <summary>The fewest characters.</summary>
    public const int Shortest = 15;

    /// <summary>The most characters.</summary>
    public const int Longest = 128;

    /// <summary>What people type when they are asked for many characters: of the published lists, what is long enough to get this far.</summary>
    private static readonly string[] Common =
    [
        "passwordpassword", "password1234567", "passw0rdpassw0rd", "123456789012345", "1234567890123456", "12345678901234567890", "qwertyuiopasdfgh", "qwertyuiop123456",
        "1q2w3e4r5t6y7u8i", "1qaz2wsx3edc4rfv", "qazwsxedcrfvtgb", "iloveyouiloveyou", "letmeinletmein1", "administrator123", "correcthorsebatterystaple", "abcdefghijklmnop",
        "woaini1314520520", "woaini5201314520", "aaaaaaaaaaaaaaa", "changemechangeme", "welcome12345678", "verysecurepassword", "thisismypassword", "mypasswordismypassword",
    ];

    public Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password) =>
        Task.FromResult(Wrong(password ?? "", user.UserName ?? "") is { } code ? IdentityResult.Failed(new IdentityError { Code = code, Description = code }) : IdentityResult.Success);

    /// <summary>What is wrong with it, as the name of a text; null when nothing is.</summary>
    internal static string? Wrong(string password, string number)
    {
        var length = password.EnumerateRunes().Count();
        var plain = string.Concat(password.ToLowerInvariant().Where(char.IsLetterOrDigit));
        return length switch
        {
            < Shortest => "passwordShort",
            > Longest => "passwordLong",
            _ when Common.Contains(plain, StringComparer.Ordinal) => "passwordCommon",
            _ when plain.Distinct().Count() < 5 || Repeats(plain) || Climbs(plain) => "passwordSimple",
            _ when number.Length > 2 && password.Contains(number, StringComparison.OrdinalIgnoreCase) => "passwordOwn",
            _ => null,
        };
    }

    /// <summary>One short piece over and over.</summary>
    private static bool Repeats(string text) =>
        Enumerable.Range(1, text.Length / 3).Any(length => Enumerable.Range(0, text.Length).All(i => text[i] == text[i % length]));

    /// <summary>A run along the alphabet or the digits.</summary>
    private static bool Climbs(string text) => text.Length > 1 && Enumerable.Range(1, text.Length - 1).Count(i => Math.Abs(text[i] - text[i - 1]) == 1) > text.Length * 3 / 4;
}
