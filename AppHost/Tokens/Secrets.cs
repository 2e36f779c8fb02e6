using System.Security.Cryptography;

namespace Ops.Tokens;

/// <summary>Generated secrets, kept in files that only their owner reads.</summary>
internal static class Secrets
{
    private const string Plain = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    /// <summary>The secret in a file of an existing folder; made and written when there is none yet.</summary>
    public static string Keep(string file, Func<string> generate)
    {
        if (File.Exists(file))
            return File.ReadAllText(file).Trim();
        var secret = generate();
        Write(file, secret);
        return secret;
    }

    /// <summary>Writes a file that only its owner reads; a kill leaves all of it or none.</summary>
    private static void Write(string file, string secret)
    {
        var fresh = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using (var writer = new StreamWriter(file + ".new", fresh))
            writer.WriteLine(secret);
        File.Move(file + ".new", file);
    }

    /// <summary>A new secret of letters and digits.</summary>
    /// <param name="length">The number of characters.</param>
    public static string Generate(int length = 32) => RandomNumberGenerator.GetString(Plain, length);
}
