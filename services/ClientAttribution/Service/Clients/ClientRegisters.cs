using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using Ops.ClientAttribution.Attribution;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Registers;

namespace Ops.ClientAttribution.Clients;

/// <summary>
/// The register of attributions 客户归属登记, a chain a site: each fact that is recorded, each award that changes by it. The
/// time of an entry is the server's; what somebody wrote lies sealed beside it.
/// </summary>
internal static class ClientRegisters
{
    public const string Attributions = "attributions";

    /// <summary>A fact was recorded.</summary>
    public static RegisterNote Noted(ClientCase of, Fact fact, FreeText? reason, string by) => new(
        Attributions, of.Client.Project, by,
        new FactRecord("fact", of.Client.Path, fact.Id, fact.GetType().Name, ConsultantOf(fact)),
        reason?.Words is { } words
            ? new Dictionary<string, string>(StringComparer.Ordinal) { ["reason"] = words }
            : null);

    /// <summary>Whose client it is was decided anew.</summary>
    public static RegisterNote Awarded(ClientCase of, Award award, IReadOnlyList<string> rules, string by) => new(
        Attributions, of.Client.Project, by,
        new AwardRecord(
            "awarded", of.Client.Path, award.Kind, [.. award.Holdings.Select(HoldingRecord.Of)], award.ValidUntil,
            rules, award.Evidence));

    /// <summary>A confirmation lapsed.</summary>
    public static RegisterNote Lapsed(
        ClientCase of, IReadOnlyList<string> consultants, LocalDate validUntil, string by) => new(
        Attributions, of.Client.Project, by, new LapseRecord("lapsed", of.Client.Path, consultants, validUntil));

    /// <summary>Two collided.</summary>
    public static RegisterNote Collided(ClientCase of, CollisionFound collision, string by) => new(
        Attributions, of.Client.Project, by,
        new CollisionRecord(
            "collided", of.Client.Path, collision.FactId, collision.Consultant, collision.Consultants));

    /// <summary>Whose a fact is, where it is one consultant's.</summary>
    public static string? ConsultantOf(Fact fact) => fact switch
    {
        Fact.Registered one => one.Consultant,
        Fact.EntryRefused one => one.Consultant,
        Fact.PassedOver one => one.Consultant,
        Fact.PreRegistered one => one.Consultant,
        Fact.Reported one => one.Consultant,
        Fact.Away one => one.Consultant,
        Fact.NoticeRead one => one.Consultant,
        Fact.NotAccepted one => one.Consultant,
        Fact.Reassigned one => one.To,
        Fact.GrabbingFound one => one.Consultant,
        Fact.Consented one => one.StandIn,
        Fact.Sold one => one.Consultant,
        _ => null,
    };

    private sealed record FactRecord(
        string What, string Subject, string FactId, string Kind, string? Consultant) : IRegisterRecord;

    private sealed record AwardRecord(
        string What, string Subject, AwardKind Kind, IReadOnlyList<HoldingRecord> Holdings, LocalDate? ValidUntil,
        IReadOnlyList<string> Rules, IReadOnlyList<string> Evidence) : IRegisterRecord;

    private sealed record HoldingRecord(
        string Consultant, [property: JsonConverter(typeof(PerCent))] decimal Percent,
        IReadOnlyList<StandInRecord> StandIns, bool ForfeitedToFund)
    {
        public static HoldingRecord Of(Holding of) => new(
            of.Consultant, of.Percent, [.. of.StandIns.Select(one => new StandInRecord(one.Consultant, one.Percent))],
            of.ForfeitedToFund);
    }

    private sealed record StandInRecord(
        string Consultant, [property: JsonConverter(typeof(PerCent))] decimal Percent);

    private sealed record LapseRecord(
        string What, string Subject, IReadOnlyList<string> Consultants, LocalDate ValidUntil) : IRegisterRecord;

    private sealed record CollisionRecord(
        string What, string Subject, string FactId, string Consultant, IReadOnlyList<string> Consultants)
        : IRegisterRecord;

    /// <summary>A whole per cent is a number; a part of one, which a register has not, is written as it is.</summary>
    private sealed class PerCent : JsonConverter<decimal>
    {
        public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("A register is read as it is written.");

        public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options)
        {
            if (decimal.Truncate(value) == value)
                writer.WriteNumberValue((long)value);
            else
                writer.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
        }
    }
}
