namespace Ops.TestSupport;

/// <summary>A folder that a test made.</summary>
public static class Folder
{
    /// <summary>
    /// Deletes it with all that is in it. A server that has just been told to end may still put a last file there, so
    /// it is tried until it is gone.
    /// </summary>
    /// <exception cref="IOException">Somebody goes on writing into it.</exception>
    public static void Drop(string path)
    {
        IOException? last = null;
        if (!SpinWait.SpinUntil(() => (last = TryDrop(path)) is null, Wait.Patience))
            throw last!;
    }

    private static IOException? TryDrop(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
            return null;
        }
        catch (DirectoryNotFoundException) when (!Directory.Exists(path))
        {
            return null;
        }
        catch (IOException error)
        {
            return error;
        }
    }
}
