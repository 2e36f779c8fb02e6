using System.Net;
using System.Text;
using CsCheck;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Ops.Identity.Accounts;
using Ops.Identity.Staff;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.Identity.Tests.SigningIn;

/// <summary>A password is the same in whatever form a keyboard sends it.</summary>
public sealed class PasswordFormTests(TestServers servers)
{
    private const string Consultant = "consultant-1";

    /// <summary>
    /// What has several forms: letters with accents, Hangul, digits, letters and kana of full and half width.
    /// </summary>
    private static readonly Gen<string> Typed = Gen.OneOf(
        Gen.Char['a', 'z'], Gen.Char['À', 'ž'], Gen.Char['Ạ', 'ỹ'], Gen.Char['가', '힣'], Gen.Char['！', '～'],
        Gen.Char['ｦ', 'ﾝ'], Gen.Char['Ⅰ', 'ⅿ'], Gen.Char['①', '⑳'], Gen.Char['一', '鿿'], Gen.Const('\u3000'),
        Gen.Const('\u0301')).Array[1, 30].Select(chars => new string(chars));

    private static readonly OneFormHasher Hasher =
        new(Options.Create(new PasswordHasherOptions { IterationCount = 1 }));

    private static readonly PasswordHasher<Account> HasherOfBefore =
        new(Options.Create(new PasswordHasherOptions { IterationCount = 1 }));

    private static readonly Account Somebody = new(Guid.Empty, "somebody");

    [Fact]
    [Case("password-typed-in-another-form", Generated = true)]
    public void Every_form_of_a_password_is_right_and_no_other_password_is() =>
        Gen.Select(Typed, Typed, Gen.Enum<NormalizationForm>(), Gen.Enum<NormalizationForm>()).Sample(
            (password, other, set, given) =>
            {
                var hash = Hasher.HashPassword(Somebody, password.Normalize(set));
                return Verify(hash, password.Normalize(given)) == PasswordVerificationResult.Success
                    && (OneForm.Of(password) == OneForm.Of(other)
                        || Verify(hash, other) == PasswordVerificationResult.Failed);
            }, iter: 2_000);

    [Fact]
    public void A_hash_of_what_was_typed_before_there_was_one_form_is_right_as_typed_and_is_made_anew() =>
        Gen.Select(Typed, Gen.Enum<NormalizationForm>()).Sample((password, form) =>
        {
            var typed = password.Normalize(form);
            var hash = HasherOfBefore.HashPassword(Somebody, typed);
            return Verify(hash, typed) == (typed == OneForm.Of(typed)
                ? PasswordVerificationResult.Success
                : PasswordVerificationResult.SuccessRehashNeeded);
        }, iter: 2_000);

    [Theory]
    [Rule("CS-7")]
    [InlineData("fünf Pflaumen unter dem Dach", "fu\u0308nf Pflaumen unter dem Dach")]
    [InlineData("海边的老房子刷了20260901遍", "海边的老房子刷了２０２６０９０１遍")]
    [InlineData("ガラスの向こうの海と空と雲と風", "ｶﾞﾗｽの向こうの海と空と雲と風")]
    [Case("password-typed-in-another-form")]
    public async Task A_password_is_set_in_one_form_typed_in_another_and_changed_by_either(string one, string another)
    {
        await using var identity = await Authority.StartAsync(servers);
        using var operations = await identity.AsAsync("operations-1");
        foreach (var (set, typed) in new[] { (one, another), (another, one) })
        {
            var (invited, _) = await operations.PostAsync(
                $"/api/identity/staff/{Consultant}/invitation", new { }, HttpStatusCode.OK);
            using var browser = new Browser(identity.Address);
            await browser.SubmitAsync(
                await browser.GetAsync("/account/activate"), ("number", Consultant),
                ("invitation", invited.GetProperty("invitation").GetString()!), ("password", set));
            var page = await browser.SignInAsync(await browser.GetAsync("/account/password"), Consultant, typed);
            Assert.StartsWith("/account/password", page.Path, StringComparison.Ordinal);
            page = await browser.SubmitAsync(page, ("current", set), ("password", typed));
            Assert.Contains("role=\"alert\"", page.Html, StringComparison.Ordinal);
            page = await browser.SubmitAsync(page, ("current", typed), ("password", "vier Birnen und ein Dach"));
            Assert.Contains("role=\"status\"", page.Html, StringComparison.Ordinal);
        }
    }

    [Fact]
    [Rule("CS-7")]
    public async Task Whoever_set_a_password_before_there_was_one_form_signs_in_as_before_and_then_in_any()
    {
        const string One = "fünf Pflaumen, ２０ Birnen";
        var before = One.Normalize(NormalizationForm.FormD);
        await using var identity = await Authority.StartAsync(servers);
        await identity.Database.ExecuteAsync(
            "UPDATE accounts SET password_hash = $1 WHERE user_name = 'consultant-1'",
            HasherOfBefore.HashPassword(Somebody, before));
        foreach (var typed in (string[])[before, before, One, One.Normalize(NormalizationForm.FormKC)])
        {
            using var browser = new Browser(identity.Address);
            Assert.Equal(
                "/", (await browser.SignInAsync(await browser.GetAsync("/account/sign-in"), Consultant, typed)).Path);
        }
    }

    [Fact]
    [Rule("CS-7")]
    public async Task A_number_and_a_one_time_code_are_read_in_full_width_too()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var browser = new Browser(identity.Address);
        var page = await browser.SubmitAsync(
            await browser.GetAsync("/account/sign-in"), ("number", Wide("marketing-manager-1")),
            ("password", Authority.Password));
        page = await browser.SubmitAsync(page, ("code", Wide(Authority.CodeOf("marketing-manager-1"))));
        Assert.Equal("/", page.Path);
    }

    [Theory]
    [InlineData("ｐａｓｓｗｏｒｄ１２３４５６７", "account.password-common")]
    [InlineData("ｐ＠ｓｓｗ０ｒｄｐ＠ｓｓｗ０ｒｄ", "account.password-common")]
    [InlineData("ｃｏｎｓｕｌｔａｎｔ－１ ｉｔ ｉｓ", "account.password-own")]
    [InlineData("㍿㍿㍿㍿", "account.password-short")]
    public void A_password_is_judged_as_it_is_kept_and_counted_as_it_is_typed(string password, string wrong) =>
        Assert.Equal(wrong, PasswordRules.Wrong(password, ["consultant-1"], ["Harbour Court"]));

    private static PasswordVerificationResult Verify(string hash, string password) =>
        Hasher.VerifyHashedPassword(Somebody, hash, password);

    private static string Wide(string text) =>
        string.Concat(text.Select(c => c is > ' ' and <= '~' ? (char)(c + 0xFEE0) : c));
}
