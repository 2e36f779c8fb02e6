using System.Text.Json;
using Ops.Platform.Registers;
using Ops.Platform.Texts;

namespace Ops.RecordsArchive.Handovers;

/// <summary>
/// What the register of handovers 移交登记 says: who gave what to whom, and how it was answered. Times and actors are the
/// register's own (T-6); what was written in one's own words stands in it as a hash.
/// </summary>
internal static class HandoverRegister
{
    public const string Name = "handovers";

    public static IRegisterRecord Made(Handover handover, IReadOnlyList<HandoverPaper> papers) => new HandedOver(
        "handed-over", handover.Id, handover.Unit, handover.Round, handover.OwedBy, handover.OwedTo, handover.Rule,
        (long)(handover.Late?.TotalSeconds ?? 0),
        [.. papers.Select(p => new HandedOver.Paper(p.Kind.ToString(), p.Carrier.ToString(), p.Pages))]);

    public static IRegisterRecord Answered(Handover handover, string how) => new HandoverAnswered(
        how, handover.Id, handover.Unit, handover.Round, handover.OwedBy, handover.OwedTo, handover.Rule);
}

/// <summary>What the register says to whoever reads it.</summary>
internal sealed class HandoverSentences : IRegisterSentences
{
    public string Register => HandoverRegister.Name;

    public Text? Of(JsonElement entry, string by)
    {
        var (unit, round) = (entry.GetProperty("unit").GetString(), entry.GetProperty("round").GetInt32());
        return entry.GetProperty("kind").GetString() switch
        {
            "handed-over" => Text.Of(
                "handover.entry-made", ("by", by), ("unit", unit), ("round", round),
                ("count", entry.GetProperty("papers").GetArrayLength())),
            "accepted" => Text.Of("handover.entry-accepted", ("by", by), ("unit", unit), ("round", round)),
            _ => Text.Of("handover.entry-rejected", ("by", by), ("unit", unit), ("round", round)),
        };
    }
}

/// <summary>Papers were handed over; their titles lie beside the chain.</summary>
internal sealed record HandedOver(
    string Kind, Guid Handover, string Unit, int Round, string OwedBy, string OwedTo, string Rule, long LateSeconds,
    IReadOnlyList<HandedOver.Paper> Papers) : IRegisterRecord
{
    /// <summary>One of them.</summary>
    internal sealed record Paper(string Kind, string Carrier, int Pages);
}

/// <summary>What was handed over was accepted or rejected.</summary>
internal sealed record HandoverAnswered(
    string Kind, Guid Handover, string Unit, int Round, string OwedBy, string OwedTo, string Rule) : IRegisterRecord;
