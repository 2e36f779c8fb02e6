using System.Buffers;
using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;
using Ops.Platform.Texts;

namespace Ops.Platform.Registers;

/// <summary>
/// A chain as a file in a stranger's hands, NDJSON: a header with the register, the site, how many entries there are and the last one's
/// hash; then a line an entry, with the very text that was hashed. Nothing but SHA-256 is needed to check it.
/// </summary>
internal static class RegisterExport
{
    public const string ContentType = "application/x-ndjson";
    private const int FlushAt = 64 * 1024;

    // The lines go into a file, not into a page: the text is left legible.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true };

    public static async Task WriteAsync(StoredChain chain, string register, string site, Stream output, CancellationToken cancellationToken)
    {
        var writer = PipeWriter.Create(output, new StreamPipeWriterOptions(leaveOpen: true));
        Write(writer, new Header(register, site, chain.Head?.Sequence ?? 0, chain.Head?.Hash ?? ChainWalk.Nothing));
        await foreach (var row in chain.ReadAsync(cancellationToken))
        {
            Write(writer, new Line(row.Sequence, row.Hash, row.Text));
            if (writer.UnflushedBytes > FlushAt)
                await writer.FlushAsync(cancellationToken);
        }

        await writer.FlushAsync(cancellationToken);
        await writer.CompleteAsync();
    }

    /// <summary>Walks an export in a file: the same walk as over a database.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task<Verification> VerifyAsync(string file, CancellationToken cancellationToken) =>
        (await WalkAsync(File.ReadLinesAsync(file, cancellationToken), cancellationToken)).Found;

    /// <summary>Walks an export line by line, and says what it is of and which hashes its entries have.</summary>
    public static async Task<WalkedExport> WalkAsync(IAsyncEnumerable<string> lines, CancellationToken cancellationToken)
    {
        Header? header = null;
        ChainWalk? walk = null;
        var hashes = new List<string>();
        var number = 0;
        await foreach (var text in lines.WithCancellation(cancellationToken))
        {
            number++;
            try
            {
                if (walk is null)
                {
                    header = JsonSerializer.Deserialize<Header>(text, Json) ?? throw new JsonException("null is no header.");
                    walk = new ChainWalk(header.Register, header.Site);
                }
                else
                {
                    var line = JsonSerializer.Deserialize<Line>(text, Json) ?? throw new JsonException("null is no entry.");
                    if (walk.Take(new ChainRow(line.Sequence, line.Text, line.Hash)))
                        hashes.Add(line.Hash);
                }
            }
            catch (JsonException)
            {
                var reason = number == 1
                    ? Text.Of("register.export-without-header")
                    : Text.Of("register.line-unreadable", ("line", number));
                return Walked(new(Math.Max(0, number - 2), Intact: false, Head: null, Math.Max(1, number - 1), reason));
            }
        }

        return Walked(walk is null
            ? new(0, Intact: false, Head: null, BrokenAt: 1, Text.Of("register.export-empty"))
            : walk.End(header!.Entries == 0 ? null : new(header.Entries, header.Head)));

        WalkedExport Walked(Verification found) => new(header?.Register, header?.Site, hashes, found);
    }

    private static void Write<T>(PipeWriter writer, T line)
    {
        writer.Write(JsonSerializer.SerializeToUtf8Bytes(line, Json));
        writer.Write("\n"u8);
    }

    private sealed record Header(string Register, string Site, long Entries, string Head);

    private sealed record Line(long Sequence, string Hash, string Text);
}

/// <summary>An export that was walked.</summary>
/// <param name="Register">The register; null where the first line is no header.</param>
/// <param name="Site">The project's code; null where the first line is no header.</param>
/// <param name="Hashes">The hashes of the entries that continue each other, from the first.</param>
/// <param name="Found">What the walk found.</param>
internal sealed record WalkedExport(string? Register, string? Site, IReadOnlyList<string> Hashes, Verification Found);
