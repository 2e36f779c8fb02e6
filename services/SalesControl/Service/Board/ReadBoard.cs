using Microsoft.Net.Http.Headers;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;
using Ops.ServiceDefaults.Description;

namespace Ops.SalesControl.Board;

/// <summary>
/// RES-2, CS-4: the board 销控表 shows each unit's state, from registration on, and the price in force; one call gives
/// all, and says from where its changes are told.
/// </summary>
internal static class ReadBoard
{
    /// <summary>Where the cursor stands that the board's changes are told from.</summary>
    public const string CursorHeader = "X-Board-Cursor";

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("projects/{project}/board", ReadAsync).RequirePermission(SalesControlPermissions.ReadBoard)
            .AnswersResult()
            .WithMetadata(new FurtherPermissions(SalesControlPermissions.ReadHolders))
            .WithSummary("board.read.summary")
            .Produces<View>().Produces(StatusCodes.Status304NotModified).Revalidates();

    /// <summary>The board: buildings, floors, units; with counts and sums of what is shown.</summary>
    /// <param name="Project">The project's code.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Cursor">From where changes are told.</param>
    /// <param name="Counts">How many units are in each state.</param>
    /// <param name="Sums">Units, built area and list price of each state.</param>
    /// <param name="Total">The same of all.</param>
    /// <param name="Buildings">The buildings.</param>
    internal sealed record View(
        string Project, string Name, string Cursor, IReadOnlyDictionary<string, int> Counts,
        IReadOnlyDictionary<string, SumView> Sums, SumView Total, IReadOnlyList<BuildingView> Buildings);

    /// <summary>Sums of units.</summary>
    internal sealed record SumView(int Units, decimal BuiltArea, Money ListPrice);

    /// <summary>A building, the top floor first.</summary>
    internal sealed record BuildingView(string Building, IReadOnlyList<FloorView> Floors);

    /// <summary>A floor, by entrance and room.</summary>
    internal sealed record FloorView(int Floor, IReadOnlyList<BoardCell.Shown> Units);

    private static async Task<Outcome<IResult>> ReadAsync(
        string project, [AsParameters] BoardQuery query, Actor actor, HttpContext http, LiveBoards boards,
        SalesControlDb db, IClock clock, CancellationToken cancellationToken)
    {
        var found = await boards.FindAsync(project, actor, db, cancellationToken);
        if (found.Refusal is { } unknown)
            return unknown;
        var filter = await query.ForAsync(actor, db, cancellationToken);
        if (filter.Refusal is { } refusal)
            return refusal;

        var (content, cursor) = await found.Value.CurrentAsync(cancellationToken);
        var picture = content.Picture(filter.Value, actor.MayReadHolders(clock.GetCurrentInstant()));
        http.Response.Headers[CursorHeader] = cursor.ToString();
        return Send(picture, http).AsOutcome();
    }

    private static IResult Send(BoardPicture picture, HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.ETag = picture.Tag;
        headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        var tag = EntityTagHeaderValue.Parse(picture.Tag);
        if (http.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false)))
            return Results.StatusCode(StatusCodes.Status304NotModified);

        var encoding = EncodingOf(http.Request);
        if (encoding is not null)
            headers.ContentEncoding = encoding;
        return Results.Bytes(picture.Bytes(encoding), "application/json; charset=utf-8");
    }

    private static string? EncodingOf(HttpRequest request)
    {
        var taken = request.GetTypedHeaders().AcceptEncoding;
        return Array.Find(["br", "gzip"], encoding => taken.Any(one =>
            one.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase) && one.Quality is not 0));
    }
}
