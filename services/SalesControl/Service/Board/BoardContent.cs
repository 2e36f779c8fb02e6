using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Ops.SalesControl.Projects;

namespace Ops.SalesControl.Board;

/// <summary>
/// What a project's board shows from one change to the next: made anew by each change, never changed; what it looks
/// like is rendered when somebody asks, once.
/// </summary>
internal sealed class BoardContent
{
    private readonly Project _site;
    private readonly BoardCell[] _cells;
    private readonly Dictionary<Guid, int> _places;
    private readonly Lazy<BoardPicture> _bare, _full;

    private BoardContent(Project site, BoardCursor cursor, BoardCell[] cells, Dictionary<Guid, int> places)
    {
        (_site, Cursor, _cells, _places) = (site, cursor, cells, places);
        _bare = new(() => Draw(_cells, withHolders: false));
        _full = new(() => Draw(_cells, withHolders: true));
    }

    /// <summary>How far it is: what comes later is told by who resumes from here.</summary>
    public BoardCursor Cursor { get; }

    /// <summary>The cells, by place.</summary>
    public IReadOnlyList<BoardCell> Cells => _cells;

    public static BoardContent Of(Project site, BoardCursor cursor, IEnumerable<BoardCell> cells)
    {
        BoardCell[] sorted = [.. cells.Order(BoardCell.ByPlace)];
        var places = new Dictionary<Guid, int>(sorted.Length);
        for (var i = 0; i < sorted.Length; i++)
            places.Add(sorted[i].Id, i);
        return new(site, cursor, sorted, places);
    }

    public BoardCell? Find(Guid id) => _places.TryGetValue(id, out var place) ? _cells[place] : null;

    /// <summary>The board with some cells changed or added.</summary>
    public BoardContent With(BoardCursor cursor, IReadOnlyCollection<BoardCell> changed)
    {
        if (changed.All(cell => Find(cell.Id) is { } before && before.StandsWhere(cell)))
        {
            var cells = (BoardCell[])_cells.Clone();
            foreach (var cell in changed)
                cells[_places[cell.Id]] = cell;
            return new(_site, cursor, cells, _places);
        }

        var all = _cells.ToDictionary(cell => cell.Id);
        foreach (var cell in changed)
            all[cell.Id] = cell;
        return Of(_site, cursor, all.Values);
    }

    /// <summary>The whole board, kept; or what a filter leaves of it, drawn for this one.</summary>
    public BoardPicture Picture(BoardFilter filter, bool withHolders) =>
        filter.IsEmpty ? (withHolders ? _full : _bare).Value : Draw([.. _cells.Where(filter.Shows)], withHolders);

    private BoardPicture Draw(BoardCell[] cells, bool withHolders)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var cell in cells)
            digest.AppendData(cell.DigestFor(withHolders));
        var tag = Convert.ToHexStringLower(digest.GetHashAndReset().AsSpan(0, 16));
        var most = (2 * cells.Sum(cell => cell.JsonFor(withHolders).Length)) + 65_536;
        return new($"W/\"{tag}\"", target => Write(cells, withHolders, target), most);
    }

    private void Write(BoardCell[] cells, bool withHolders, Stream target)
    {
        using var json = new Utf8JsonWriter(
            target,
            new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
        json.WriteStartObject();
        json.WriteString("project", _site.Code);
        json.WriteString("name", _site.Name);
        json.WriteString("cursor", Cursor.ToString());
        var states = cells.GroupBy(cell => cell.View.State).OrderBy(group => group.Key)
            .Select(group => (JsonNamingPolicy.CamelCase.ConvertName($"{group.Key}"), BoardSum.Of(group))).ToList();
        WriteSums(json, states);
        json.WritePropertyName("total");
        BoardSum.Of(cells).Write(json);
        WriteBuildings(json, cells, withHolders);
        json.WriteEndObject();
    }

    private static void WriteSums(Utf8JsonWriter json, List<(string Name, BoardSum Sum)> states)
    {
        json.WriteStartObject("counts");
        foreach (var (name, sum) in states)
            json.WriteNumber(name, sum.Units);
        json.WriteEndObject();
        json.WriteStartObject("sums");
        foreach (var (name, sum) in states)
        {
            json.WritePropertyName(name);
            sum.Write(json);
        }

        json.WriteEndObject();
    }

    private static void WriteBuildings(Utf8JsonWriter json, BoardCell[] cells, bool withHolders)
    {
        json.WriteStartArray("buildings");
        foreach (var building in cells.GroupBy(cell => cell.View.Building))
        {
            json.WriteStartObject();
            json.WriteString("building", building.Key);
            json.WriteStartArray("floors");
            foreach (var floor in building.GroupBy(cell => cell.View.Floor))
            {
                json.WriteStartObject();
                json.WriteNumber("floor", floor.Key);
                json.WriteStartArray("units");
                foreach (var cell in floor)
                    json.WriteRawValue(cell.JsonFor(withHolders), skipInputValidation: true);
                json.WriteEndArray();
                json.WriteEndObject();
                json.Flush();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}

/// <summary>Sums of units.</summary>
/// <param name="Units">How many.</param>
/// <param name="BuiltArea">Square metres.</param>
/// <param name="ListPrice">CNY, by the price list in force; units without a price count nothing.</param>
internal sealed record BoardSum(int Units, decimal BuiltArea, decimal ListPrice)
{
    public static BoardSum Of(IEnumerable<BoardCell> cells) =>
        cells.Aggregate(new BoardSum(0, 0, 0), (sum, cell) =>
            new(sum.Units + 1, sum.BuiltArea + cell.View.BuiltArea, sum.ListPrice + (cell.Price ?? 0)));

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("units", Units);
        json.WriteNumber("builtArea", BuiltArea);
        json.WriteStartObject("listPrice");
        json.WriteString("amount", ListPrice.ToString("0.00", CultureInfo.InvariantCulture));
        json.WriteString("currency", Money.Yuan);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}

/// <summary>
/// A board as it is sent: its tag at once, its text when it is asked for, and packed once for each way of packing.
/// </summary>
internal sealed class BoardPicture(string tag, Action<Stream> write, int most)
{
    private readonly Lazy<byte[]> _plain = new(() => Make(write, most, static target => target));
    private readonly Lazy<byte[]> _brotli = new(() => Make(
        write, most, static target => new BrotliStream(target, CompressionLevel.Optimal, leaveOpen: true)));
    private readonly Lazy<byte[]> _gzip = new(() => Make(
        write, most, static target => new GZipStream(target, CompressionLevel.Optimal, leaveOpen: true)));

    /// <summary>Of what is shown, whichever replica shows it.</summary>
    public string Tag { get; } = tag;

    /// <summary>As it is sent to who takes an encoding: br, gzip, or none.</summary>
    public byte[] Bytes(string? encoding) => encoding switch
    {
        "br" => _brotli.Value,
        "gzip" => _gzip.Value,
        _ => _plain.Value,
    };

    /// <summary>
    /// The text lies in a borrowed array: it would be a large object for each change, and it is packed in one piece,
    /// which is a fifth smaller than in many.
    /// </summary>
    private static byte[] Make(Action<Stream> write, int most, Func<Stream, Stream> packing)
    {
        var borrowed = ArrayPool<byte>.Shared.Rent(most);
        try
        {
            using var text = new MemoryStream(borrowed);
            write(text);
            using var made = new MemoryStream();
            using (var stream = packing(made))
                stream.Write(borrowed, 0, (int)text.Position);
            return made.ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(borrowed);
        }
    }
}
