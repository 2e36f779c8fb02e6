namespace Ops.Portal.Imports;

/// <summary>A file that somebody has chosen, with what they take upon themselves.</summary>
/// <param name="Name">What it is called on their machine.</param>
/// <param name="Content">
/// What is in it: what is taken is what was looked at, whatever becomes of the file meanwhile.
/// </param>
/// <param name="IgnoreColumns">Columns that are not known are left out.</param>
/// <param name="TakeFormulas">The values are taken that formulas had when the workbook was saved.</param>
public sealed record SentFile(string Name, byte[] Content, bool IgnoreColumns = false, bool TakeFormulas = false)
{
    /// <summary>The largest that a service reads.</summary>
    public const int MostBytes = 20 * 1024 * 1024;

    /// <summary>What it is sent as: what it really is a service tells by its first bytes.</summary>
    public const string Type = "application/octet-stream";

    /// <summary>Its content, to be sent; one for each time.</summary>
    public Stream Open() => new MemoryStream(Content, writable: false);
}
