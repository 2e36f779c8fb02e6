namespace Ops.Tokens;

/// <summary>
/// Where an installation keeps what it needs from run to run: the servers' data, passwords, the signing key.
/// </summary>
public sealed class DataFolder
{
    private DataFolder(string path) => Path = path;

    /// <summary>Its full path.</summary>
    public string Path { get; }

    /// <summary>
    /// The folder that is named, or else the machine's one: <c>/var/lib/ops</c> when we are root, so that the servers'
    /// users can reach it; <c>$XDG_DATA_HOME/ops</c> or <c>~/.local/share/ops</c> otherwise. It need not exist.
    /// </summary>
    /// <param name="named">The setting <c>OPS_DATA</c>.</param>
    public static DataFolder Of(string? named) =>
        new(
            System.IO.Path.GetFullPath(
                named is { Length: > 0 } ? named
                : Environment.IsPrivilegedProcess ? "/var/lib/ops"
                : System.IO.Path.Combine(
                    Environment.GetFolderPath(
                        Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
                    "ops")));

    /// <summary>The path of something in it.</summary>
    public string Place(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>The path of a folder in it that is ours alone, made when missing.</summary>
    public string Make(string name) =>
        Directory
            .CreateDirectory(Place(name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)
            .FullName;

    /// <summary>Makes the folder itself; the servers' users, whose own folders lie in it, can pass through.</summary>
    public void Make() =>
        Directory.CreateDirectory(
            Path, UnixFileMode.UserRead
                | UnixFileMode.UserWrite
                | UnixFileMode.UserExecute
                | (
                    Environment.IsPrivilegedProcess
                        ? UnixFileMode.GroupRead
                            | UnixFileMode.GroupExecute
                            | UnixFileMode.OtherRead
                            | UnixFileMode.OtherExecute
                        : UnixFileMode.None));
}
