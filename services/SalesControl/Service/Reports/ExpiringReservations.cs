using NodaTime;
using Npgsql;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.Platform.Spreadsheets;
using Ops.Platform.Texts;
using Ops.SalesControl.Board;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Reports;

/// <summary>
/// RES-1, RES-3, RES-4: which reservations and offers end within the next hours, the next one first.
/// </summary>
internal static class ExpiringReservations
{
    private const int MostHours = 720;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("projects/{project}/reports/expiring-reservations", ReportAsync)
            .RequirePermission(SalesControlPermissions.ReadReports).AnswersResult()
            .WithSummary("expiring-reservations.report.summary").Produces<View>().AnswersList();

    /// <summary>The report.</summary>
    /// <param name="Project">The project's code.</param>
    /// <param name="Hours">Within how many hours.</param>
    /// <param name="Lines">The reservations.</param>
    /// <param name="Next">
    /// What to ask for as <c>after</c> for those that follow; null when there are none.
    /// </param>
    internal sealed record View(string Project, int Hours, IReadOnlyList<Line> Lines, string? Next);

    /// <summary>A reservation or an offer.</summary>
    /// <param name="ReservationId">The reservation.</param>
    /// <param name="Unit">The unit's code.</param>
    /// <param name="State">The unit's state.</param>
    /// <param name="Consultant">Whose customer has it.</param>
    /// <param name="Holder">The customer's name; its first character for who may not see it.</param>
    /// <param name="Since">Since when it has the unit.</param>
    /// <param name="Until">Until when.</param>
    /// <param name="Waiting">How many wait.</param>
    /// <param name="GoesOn">Whether a renewal is registered.</param>
    internal sealed record Line(
        Guid ReservationId, string Unit, UnitState State, string? Consultant, string? Holder, OffsetDateTime Since,
        OffsetDateTime Until, int Waiting, bool GoesOn);

    private const string Sql = """
        SELECT r.id, u.code, u.state, u.consultant, c.name, u.since, u.until, u.waiting,
               EXISTS (SELECT FROM reservations n WHERE n.unit_id = u.id AND n.ended_at IS NULL
                       AND n.state IN ('RenewalPending', 'RenewalApproved'))
        FROM units u
        JOIN reservations r ON r.unit_id = u.id AND r.ended_at IS NULL
             AND r.state IN ('Pending', 'Reserved', 'Offered')
        LEFT JOIN customers c ON c.id = u.holder_id
        WHERE u.project = $1 AND u.until <= $2 AND (u.until, u.code COLLATE "C") > ($3, $4)
        ORDER BY u.until, u.code COLLATE "C" LIMIT $5
        """;

    private static readonly ReportColumn<Line>[] Columns =
    [
        new("report.unit", l => l.Unit), new("report.state", l => BoardWords.NameOf(l.State)),
        new("report.consultant", l => ReportFormats.StaffOf(l.Consultant)), new("report.customer", l => l.Holder),
        new("report.since", l => l.Since), new("report.until", l => l.Until), new("report.waiting", l => l.Waiting),
        new("report.goes-on", l => Text.Of(l.GoesOn ? "report.yes" : "report.no")),
    ];

    private static async Task<Outcome<IResult>> ReportAsync(
        string project, int? hours, [AsParameters] ReportPaging paging, Actor actor, ReportDesk desk,
        CancellationToken cancellationToken)
    {
        var opened = await desk.OpenAsync(project, actor, cancellationToken);
        if (opened.Refusal is { } refusal)
            return refusal;
        var within = hours ?? 48;
        if (within is < 1 or > MostHours)
            return Refused.Input(null, "hours", Text.Of("report.hours", ("most", MostHours)));
        var asked = paging.Read();
        if (asked.Refusal is { } noPage)
            return noPage;

        var begins = asked.Value;
        var reader = new CustomerReader(actor, desk.Now);
        var lines = await desk.ListAsync(
            Sql, row => Read(row, opened.Value, reader), cancellationToken, project,
            desk.Now + Duration.FromHours(within), begins.At, begins.Key, begins.Size + 1);
        List<Line> page = [.. lines.Take(begins.Size)];
        var next = lines.Count > begins.Size ? ReportPage.After(page[^1].Until.ToInstant(), page[^1].Unit) : null;
        return desk.Answer(
            paging.Format, new View(project, within, page, next),
            new ReportFile<Line>($"expiring-{project}", page, Columns));
    }

    private static Line Read(NpgsqlDataReader row, Project site, CustomerReader reader)
    {
        var consultant = row.IsDBNull(3) ? null : row.GetString(3);
        return new(
            row.GetGuid(0), row.GetString(1), Enum.Parse<UnitState>(row.GetString(2)), consultant,
            row.IsDBNull(4) ? null : ShownCustomer.NameOf(row.GetString(4), reader, consultant),
            site.At(row.GetFieldValue<Instant>(5)), site.At(row.GetFieldValue<Instant>(6)), row.GetInt32(7),
            row.GetBoolean(8));
    }
}
