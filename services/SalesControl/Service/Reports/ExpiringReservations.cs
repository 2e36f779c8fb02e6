using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.SalesControl.Board;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Reports;

/// <summary>RES-1, RES-3, RES-4: which reservations and offers end within the next hours, the next one first.</summary>
internal static class ExpiringReservations
{
    private const int MostHours = 720, MostOnAPage = 500, MostInAFile = 20_000;

    public static void MapExpiringReservations(this IEndpointRouteBuilder api) =>
        api.MapGet("projects/{project}/reports/expiring-reservations", HandleAsync)
            .RequirePermission(SalesControlPermissions.ReadReports)
            .WithSummary("Reservations and offers that end within the next hours").Produces<View>();

    /// <summary>The report.</summary>
    /// <param name="Project">The project's code.</param>
    /// <param name="Hours">Within how many hours.</param>
    /// <param name="Lines">The reservations.</param>
    /// <param name="Next">What to ask for as <c>after</c> for those that follow; null when there are none.</param>
    internal sealed record View(string Project, int Hours, IReadOnlyList<Line> Lines, string? Next);

    /// <summary>A reservation or an offer.</summary>
    /// <param name="ReservationId">The reservation.</param>
    /// <param name="Unit">The unit's code.</param>
    /// <param name="State">The unit's state.</param>
    /// <param name="Consultant">Whose customer has it.</param>
    /// <param name="Holder">The customer's name; null for who may not see it.</param>
    /// <param name="Since">Since when it has the unit.</param>
    /// <param name="Until">Until when.</param>
    /// <param name="Waiting">How many wait.</param>
    /// <param name="GoesOn">Whether a renewal is registered.</param>
    internal sealed record Line(Guid ReservationId, string Unit, UnitState State, string? Consultant, string? Holder, OffsetDateTime Since, OffsetDateTime Until, int Waiting, bool GoesOn);

    private const string Sql = """
        SELECT r.id, u.code, u.state, u.consultant, c.name, u.since, u.until, u.waiting,
               EXISTS (SELECT FROM reservations n WHERE n.unit_id = u.id AND n.ended_at IS NULL AND n.state IN ('RenewalPending', 'RenewalApproved'))
        FROM units u
        JOIN reservations r ON r.unit_id = u.id AND r.ended_at IS NULL AND r.state IN ('Pending', 'Reserved', 'Offered')
        LEFT JOIN customers c ON c.id = u.holder_id
        WHERE u.project = $1 AND u.until <= $2 AND (u.until, u.code COLLATE "C") > ($3, $4)
        ORDER BY u.until, u.code COLLATE "C" LIMIT $5
        """;

    [Rule("RES-1")]
    [Rule("RES-3")]
    private static async Task<IResult> HandleAsync(string project, int? hours, string? format, string? after, int? limit, Actor actor, ReportDesk desk, CancellationToken cancellationToken)
    {
        var opened = await desk.OpenAsync(project, format, actor, cancellationToken);
        if (opened.Refusal is { } refusal)
            return refusal.ToProblem();
        var within = hours ?? 48;
        if (within is < 1 or > MostHours)
            return Refused.Input(null, "hours", $"The next 1 to {MostHours} hours can be asked for.").ToProblem();
        var size = ReportFile.IsFile(format) ? MostInAFile : limit ?? 100;
        if (size is < 1 || (size > MostOnAPage && !ReportFile.IsFile(format)))
            return Refused.Input(null, "limit", $"A page has 1 to {MostOnAPage} lines.").ToProblem();
        if (ReportCursor.Read(after) is not var (time, code))
            return Refused.Input(null, "after", "That is no 'next' of this report.").ToProblem();

        var site = opened.Value;
        var names = actor.MayReadHolders(desk.Now);
        var lines = await desk.ListAsync(
            Sql, row => new Line(
                row.GetGuid(0), row.GetString(1), Enum.Parse<UnitState>(row.GetString(2)), row.IsDBNull(3) ? null : row.GetString(3), names && !row.IsDBNull(4) ? row.GetString(4) : null, site.At(row.GetFieldValue<Instant>(5)),
                site.At(row.GetFieldValue<Instant>(6)), row.GetInt32(7), row.GetBoolean(8)),
            cancellationToken, project, desk.Now + Duration.FromHours(within), time, code, size + 1);
        List<Line> page = [.. lines.Take(size)];
        return ReportFile.Answer(
            format, $"expiring-{project}", new View(project, within, page, lines.Count > size ? ReportCursor.Write(page[^1].Until.ToInstant(), page[^1].Unit) : null), page,
            new ReportColumn<Line>("房号", l => l.Unit), new("状态", l => l.State), new("置业顾问", l => l.Consultant), new("客户", l => l.Holder), new("开始", l => l.Since), new("到期", l => l.Until), new("候补人数", l => l.Waiting),
            new("已登记续留", l => l.GoesOn ? "是" : "否"));
    }
}

/// <summary>How far a long report was read: the time of its last line, and what tells it from others of that time.</summary>
internal static class ReportCursor
{
    /// <summary>The cursor; the beginning for none; null for what is no cursor.</summary>
    public static (Instant At, string Key)? Read(string? text)
    {
        if (text is null)
            return (Instant.FromUnixTimeSeconds(0), "");
        return text.Split('~') is [var time, var key] && InstantPattern.ExtendedIso.Parse(time) is { Success: true, Value: var at } ? (at, key) : null;
    }

    public static string Write(Instant at, string key) => string.Create(CultureInfo.InvariantCulture, $"{InstantPattern.ExtendedIso.Format(at)}~{key}");
}
