using System.Security.Cryptography;

namespace Ops.AppHost.Local.Processes;

/// <summary>Generated secrets, kept in files that only their owner reads.</summary>
internal static class Passwords
{
    private const string Plain = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    /// <summary>The characters beside letters and digits that Aspire's generated passwords hold too.</summary>
    private const string Special = "-_.{}~()*+!";

    /// <summary>The secret in a file; generated when there is none yet.</summary>
    /// <param name="file">In an existing folder.</param>
    /// <param name="special">Whether it holds characters that connection strings and URIs must escape, as it does under Aspire.</param>
    public static string Keep(string file, bool special)
    {
        if (File.Exists(file))
            return File.ReadAllText(file).Trim();
        var secret = Generate(special);
        using var stream = new FileStream(file + ".new", new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        using (var writer = new StreamWriter(stream))
            writer.WriteLine(secret);
        File.Move(file + ".new", file);
        return secret;
    }

    /// <summary>32 characters; one at least is special when asked for.</summary>
    public static string Generate(bool special) => special
        ? RandomNumberGenerator.GetString(Plain + Special, 31) + RandomNumberGenerator.GetString(Special, 1)
        : RandomNumberGenerator.GetString(Plain, 32);
}
