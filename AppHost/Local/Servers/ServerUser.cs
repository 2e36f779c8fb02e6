namespace Ops.AppHost.Local.Servers;

/// <summary>Under whose name a server runs: its package's own user when we are root, since it refuses to be root; ours otherwise.</summary>
internal sealed class ServerUser(string name)
{
    private readonly bool _switch = Environment.IsPrivilegedProcess;

    /// <summary>A command, run as that user.</summary>
    public IReadOnlyList<string> Command(params IEnumerable<string> command) =>
        _switch ? ["setpriv", $"--reuid={name}", $"--regid={name}", "--init-groups", "--", .. command] : [.. command];

    /// <summary>A folder that only that user, and root, can read.</summary>
    public void MakeFolder(string folder)
    {
        const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Directory.CreateDirectory(folder, Private);
        Own(folder);
    }

    /// <summary>Makes a file or folder that user's.</summary>
    public void Own(string path) => Own(path, []);

    /// <summary>Makes a folder with all that is in it that user's.</summary>
    public void OwnAll(string folder) => Own(folder, ["--recursive"]);

    private void Own(string path, string[] options)
    {
        if (!_switch)
            return;
        using var chown = System.Diagnostics.Process.Start("chown", [.. options, $"{name}:{name}", path]);
        chown.WaitForExit();
        if (chown.ExitCode != 0)
            throw new InvalidOperationException($"{path} could not be given to the user '{name}': is the server's package installed?");
    }
}
