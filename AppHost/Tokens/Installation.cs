using Ops.AppHost.Local;
using Ops.AppHost.Local.Processes;

namespace Ops.Tokens;

/// <summary>A developer's installation: the password of its demo staff, made once and kept in the data folder, and where its gateway is.</summary>
internal sealed class Installation
{
    private const string PasswordFile = "demo-password", AddressFile = "gateway-address", TokensFolder = "tokens";

    private readonly DataFolder _folder;

    private Installation(DataFolder folder) => _folder = folder;

    /// <summary>The demo staff's password.</summary>
    public string Password => Secrets.Keep(_folder.Place(PasswordFile), () => Secrets.Generate(special: false, length: 20));

    /// <summary>The address under which its gateway is reached, which is the tokens' issuer.</summary>
    public Uri Gateway => new(File.Exists(_folder.Place(AddressFile)) ? File.ReadAllText(_folder.Place(AddressFile)) : "http://localhost:5080");

    /// <summary>The installation of a folder, which is made when it is not there.</summary>
    public static Installation Open(DataFolder folder)
    {
        folder.Make();
        return new Installation(folder);
    }

    /// <summary>Notes where its gateway will be.</summary>
    public void NoteAddress(Uri gateway) => File.WriteAllText(_folder.Place(AddressFile), gateway.GetLeftPart(UriPartial.Authority));

    /// <summary>A token for somebody: the last one while it is good for another hour, else a new one. A one-time code is good once, so whoever asks twice in a moment is not made to wait for the next.</summary>
    public async Task<string> TokenAsync(string who, SignIn signIn, TimeProvider time)
    {
        var file = Path.Combine(_folder.Make(TokensFolder), $"{Gateway.Port}-{who}");
        if (File.Exists(file) && await File.ReadAllLinesAsync(file) is [var until, var kept] && DateTimeOffset.Parse(until, System.Globalization.CultureInfo.InvariantCulture) > time.GetUtcNow().AddHours(1))
            return kept;

        var token = await signIn.TokenAsync(who);
        File.Delete(file);
        Secrets.Keep(file, () => $"{token.GoodUntil:O}\n{token.Text}");
        return token.Text;
    }
}
