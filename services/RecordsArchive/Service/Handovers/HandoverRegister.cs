namespace Ops.RecordsArchive.Handovers;

/// <summary>
/// What the register of handovers 移交登记 says: who gave what to whom, and how it was answered. Times and actors are the
/// register's own (T-6); what was written in one's own words stands in it as a hash.
/// </summary>
internal static class HandoverRegister
{
    public const string Name = "handovers";

    public static object Made(Handover handover, IReadOnlyList<HandoverPaper> papers) => new
    {
        kind = "handed-over",
        handover = handover.Id,
        unit = handover.Unit,
        round = handover.Round,
        owedBy = handover.OwedBy,
        owedTo = handover.OwedTo,
        rule = handover.Rule,
        lateSeconds = (long)(handover.Late?.TotalSeconds ?? 0),
        papers = papers.Select(p => new { kind = p.Kind.ToString(), carrier = p.Carrier.ToString(), pages = p.Pages }),
    };

    public static object Answered(Handover handover, string how) => new
    {
        kind = how,
        handover = handover.Id,
        unit = handover.Unit,
        round = handover.Round,
        owedBy = handover.OwedBy,
        owedTo = handover.OwedTo,
        rule = handover.Rule,
    };
}
