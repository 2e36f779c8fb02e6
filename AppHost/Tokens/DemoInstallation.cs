using System.Globalization;

namespace Ops.Tokens;

/// <summary>
/// What a developer's installation says of itself in its data folder: the demo staff's password, and where its gateway
/// is.
/// </summary>
/// <param name="folder">The data folder, which the host has made.</param>
internal sealed class DemoInstallation(DataFolder folder)
{
    private const string PasswordFile = "demo-password", AddressFile = "gateway-address", TokensFolder = "tokens";

    /// <summary>The demo staff's password.</summary>
    public string Password => File.ReadAllText(folder.Place(PasswordFile)).Trim();

    /// <summary>The address under which its gateway is reached, which is the tokens' issuer.</summary>
    public Uri Gateway => new(File.ReadAllText(folder.Place(AddressFile)).Trim());

    /// <summary>The installation of a folder.</summary>
    /// <exception cref="FileNotFoundException">No host has run on it yet.</exception>
    public static DemoInstallation Of(DataFolder folder) => File.Exists(folder.Place(PasswordFile))
        ? new(folder)
        : throw new FileNotFoundException(TerminalTexts.Of("token.no-installation", ("folder", folder.Path)));

    /// <summary>
    /// A token for somebody: the last one while it is good for another hour, else a new one. A one-time code is good
    /// once, so whoever asks twice in a moment is not made to wait for the next.
    /// </summary>
    public async Task<string> TokenAsync(string who, SignIn signIn, TimeProvider time)
    {
        var file = Path.Combine(folder.Make(TokensFolder), $"{Gateway.Port}-{who}");
        if (File.Exists(file) && await File.ReadAllLinesAsync(file) is [var until, var kept]
            && DateTimeOffset.Parse(until, CultureInfo.InvariantCulture) > time.GetUtcNow().AddHours(1))
            return kept;

        var token = await signIn.TokenAsync(who);
        File.Delete(file);
        Secrets.Keep(file, () => $"{token.GoodUntil:O}\n{token.Text}");
        return token.Text;
    }
}
