namespace Ops.Identity.Accounts;

/// <summary>The pages' texts, in Chinese and English. The program loads one culture only, so the language is chosen here: by the person's choice, else by the browser's wish.</summary>
internal sealed class Texts
{
    private const string Cookie = "ops-language";

    private static readonly Dictionary<string, (string Chinese, string English)> All = new(StringComparer.Ordinal)
    {
        ["language"] = ("语言", "Language"),
        ["signIn"] = ("登录", "Sign in"),
        ["number"] = ("工号", "Staff number"),
        ["password"] = ("密码", "Password"),
        ["firstTime"] = ("首次登录或忘记密码:使用邀请码设置密码", "First time here, or password forgotten: set one with an invitation"),
        ["wrong"] = ("工号或密码不正确,或该账户目前不可使用。", "The number or the password is wrong, or the account cannot be used at present."),
        ["code"] = ("动态口令", "One-time code"),
        ["codeOrRecovery"] = ("身份验证器上的六位口令,或一个恢复码", "The six digits of your authenticator, or a recovery code"),
        ["codeOfSix"] = ("身份验证器上的六位口令", "The six digits of your authenticator"),
        ["codeWrong"] = ("口令不正确或已使用过,请等待下一个口令。", "That code is wrong or was used already; wait for the next one."),
        ["authenticator"] = ("绑定身份验证器", "Set up an authenticator"),
        ["enrol"] = ("您的岗位需要第二重验证。请用身份验证器扫描此二维码。", "Your post needs a second factor. Scan this code with an authenticator app."),
        ["enrolByHand"] = ("或手工输入密钥:", "Or type in the key:"),
        ["recoveryCodes"] = ("请妥善保存以下恢复码:手机丢失时,每个恢复码可使用一次。此页面不会再次显示。", "Keep these recovery codes safe: without your phone, each is good once. They are not shown again."),
        ["goOn"] = ("继续", "Continue"),
        ["activate"] = ("设置密码", "Set a password"),
        ["invitation"] = ("邀请码", "Invitation code"),
        ["newPassword"] = ("新密码", "New password"),
        ["passwordRules"] = ($"至少 {PasswordRules.Shortest} 个字符,可用空格与中文;几个不相关的词组成的句子最好记。", $"At least {PasswordRules.Shortest} characters, spaces and any script welcome; a few unrelated words are easy to remember."),
        ["passwordShort"] = ($"密码至少需要 {PasswordRules.Shortest} 个字符。", $"A password has at least {PasswordRules.Shortest} characters."),
        ["passwordLong"] = ($"密码最多 {PasswordRules.Longest} 个字符。", $"A password has at most {PasswordRules.Longest} characters."),
        ["passwordCommon"] = ("这是常见密码,容易被猜到。", "That is a password that many people use, and the first to be tried."),
        ["passwordSimple"] = ("密码由重复或连续的字符组成,容易被猜到。", "That password repeats itself or runs along the keyboard; it is easily guessed."),
        ["passwordOwn"] = ("密码中不能含有您的工号或姓名。", "A password must not hold your staff number or your name."),
        ["passwordCompany"] = ("密码主要由公司或项目名称组成，容易被猜到。", "That password is little more than the name of the company or a project; it is easily guessed."),
        ["passwordSame"] = ("新密码与当前密码相同。", "The new password is the one that you have."),
        ["passwordNowWrong"] = ("当前密码不正确，或该账户目前不可使用。", "The present password is wrong, or the account cannot be used at present."),
        ["sessionOver"] = ("您的登录已失效，请重新登录。", "Your sign-in is over. Sign in again."),
        ["changePassword"] = ("修改密码", "Change your password"),
        ["currentPassword"] = ("当前密码", "Present password"),
        ["passwordChanged"] = ("密码已修改。其他设备上的登录已全部失效。", "Your password is changed. You are signed out everywhere else."),
        ["invitationWrong"] = ("工号与邀请码不符,或邀请码已过期。", "Number and invitation do not belong together, or the invitation has expired."),
        ["activated"] = ("密码已设置,请登录。", "Your password is set. Sign in with it now."),
        ["signedOut"] = ("已退出登录", "You are signed out"),
    };

    private static readonly Texts Chinese = new("zh-CN", text => text.Chinese), English = new("en", text => text.English);

    private readonly Func<(string Chinese, string English), string> _pick;

    private Texts(string language, Func<(string Chinese, string English), string> pick) => (Language, _pick) = (language, pick);

    /// <summary>The languages that there are, by their own names.</summary>
    public static IReadOnlyList<(string Code, string Name)> Languages { get; } = [("zh-CN", "中文"), ("en", "English")];

    /// <summary>The language's tag.</summary>
    public string Language { get; }

    /// <summary>A text by its name.</summary>
    public string this[string name] => _pick(All[name]);

    /// <summary>The texts for a request: the choice kept in a cookie, else the first of ours that the browser asks for, else Chinese.</summary>
    public static Texts Of(HttpRequest request)
    {
        var wishes = request.GetTypedHeaders().AcceptLanguage.OrderByDescending(wish => wish.Quality ?? 1).Select(wish => wish.Value.ToString()).Prepend(request.Cookies[Cookie] ?? "");
        foreach (var wish in wishes)
        {
            if (wish.StartsWith("zh", StringComparison.OrdinalIgnoreCase))
                return Chinese;
            if (wish.StartsWith("en", StringComparison.OrdinalIgnoreCase))
                return English;
        }

        return Chinese;
    }

    /// <summary>Keeps a person's choice.</summary>
    public static void Choose(HttpResponse response, string language) =>
        response.Cookies.Append(Cookie, language, new CookieOptions
        {
            HttpOnly = true,
            Secure = response.HttpContext.Request.IsHttps,
            SameSite = SameSiteMode.Lax,
            MaxAge = TimeSpan.FromDays(365),
            IsEssential = true,
        });
}
