using FluentValidation;
using Ops.ClientAttribution.Clients;
using Ops.ClientAttribution.Contracts;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.ClientAttribution.Reports;

/// <summary>
/// ATT-III.1, ATT-III.3, REC-4, REC-5: a consultant closes today's report: how it goes with each client, which renews
/// the confirmation of one's own while it is valid; and what was seen of competitors.
/// </summary>
internal static class CloseReport
{
    private const int MostLines = 200, LongestWords = 500;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<ReportingDay, Request, Events<ReportingDay>>(
                "projects/{project}/daily-reports", ClientAttributionPermissions.OwnClients, Decide)
            .Makes<ReportingDay, ReportView>((state, _) => state, state => state.Report.Path)
            .WithSummary("report.close.summary");

    /// <summary>The report. It has no day: it is today's.</summary>
    /// <param name="Lines">Each client once.</param>
    /// <param name="Competitors">What was seen of competitors; null for nothing.</param>
    internal sealed record Request(IReadOnlyList<Line> Lines, IReadOnlyList<Competitor>? Competitors = null);

    /// <summary>How it goes with a client.</summary>
    /// <param name="Client">Who.</param>
    /// <param name="Progress">How it goes.</param>
    /// <param name="Likes">What they like.</param>
    /// <param name="Dislikes">What they dislike.</param>
    /// <param name="Hindrances">What holds them back.</param>
    internal sealed record Line(
        Guid Client, string Progress, string? Likes = null, string? Dislikes = null, string? Hindrances = null)
    {
        internal sealed class Validator : AbstractValidator<Line>
        {
            public Validator()
            {
                RuleFor(l => l.Progress).MustBeAReason("ATT-III.3", "report.progress-missing");
                foreach (var words in new System.Linq.Expressions.Expression<Func<Line, string?>>[]
                    { l => l.Likes, l => l.Dislikes, l => l.Hindrances })
                {
                    RuleFor(words).IsWords(LongestWords).Must(said => said is null || !Masks.HoldsNumber(said))
                        .Refuses("REC-4", "reason.holds-number");
                }
            }
        }
    }

    /// <summary>A competitor's sales material 竞争者资料.</summary>
    /// <param name="Words">What was seen, and whose.</param>
    /// <param name="Attachment">Where the archive has the material; null where none was brought.</param>
    internal sealed record Competitor(string Words, string? Attachment = null)
    {
        internal sealed class Validator : AbstractValidator<Competitor>
        {
            public Validator()
            {
                RuleFor(c => c.Words).MustBeAReason("REC-5", "report.competitor-missing");
                RuleFor(c => c.Attachment).IsOneLine(200);
            }
        }
    }

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Lines).NotNull().Must(all => all is null || all.Count <= MostLines)
                .Refuses("ATT-III.1", "report.too-many-lines", ("most", MostLines))
                .Must(all => all is null || all.DistinctBy(one => one.Client).Count() == all.Count)
                .Refuses("ATT-III.1", "report.client-twice");
            RuleForEach(r => r.Lines).SetValidator(new Line.Validator());
            RuleForEach(r => r.Competitors).SetValidator(new Competitor.Validator());
        }
    }

    [Rule("ATT-III.1", "the daily report is the evidence, closed on its own day")]
    [Rule("ATT-III.3", "a report renews what is valid, and nothing else")]
    [Rule("REC-4", "registered customers are followed up, with likes, dislikes and hindrances")]
    [Rule("REC-5", "competitors' material is collected and reported to the supervisor")]
    internal static Outcome<Events<ReportingDay>> Decide(ReportingDay state, Request request, Change change)
    {
        var report = state.Report;
        if (state.ClosedAlready is { } closed)
        {
            return new Refused("ATT-III.1", Text.Of("report.closed-already", ("day", report.Day)))
            {
                Evidence = [$"daily-report/{closed}"],
            };
        }

        List<IHappened<ReportingDay>> happened = [new DailyReportClosed(
            report.Id, report.Project, report.Consultant, report.Day, request.Lines.Count)];
        foreach (var (place, line) in request.Lines.Index())
        {
            if (!state.Clients.TryGetValue(line.Client, out var of))
                return Wrong(place, "REC-4", Text.Of("client.unknown", ("id", line.Client)));
            var reported = ProgressReported.Of(state, of, line, change);
            if (of.RefusesAsVoid(reported.FactOf(of, change.Now), change) is { } isVoid)
                return Wrong(place, isVoid.Rule!, isVoid.Text);
            happened.Add(reported);
            happened.Add(new Elsewhere<ReportingDay, ClientCase>(_ => of, reported));
        }

        happened.AddRange((request.Competitors ?? []).Select(seen => new CompetitorSeen(
            change.NewId(), report.Id, report.Project, change.Wrote(seen.Words), seen.Attachment?.Trim())));
        return new Events<ReportingDay>(happened);

        static Refused Wrong(int place, string rule, Text why) => Refused.Input(rule, $"lines[{place}].client", why);
    }
}
