using NodaTime;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.RecordsArchive.Contracts;
using Ops.SalesControl.Contracts;

namespace Ops.RecordsArchive.Files;

/// <summary>The one file of a property unit 一户一档 (DOC-5.1.2).</summary>
internal sealed class UnitFile : Aggregate
{
    private UnitFile()
    {
    }

    public override string StreamKind => "file";

    /// <summary>The number on its cover (DOC-5.10.1): estate, building, entrance, room.</summary>
    public string Number { get; private init; } = "";

    public Guid UnitId { get; private init; }

    public string Project { get; private init; } = "";

    public string Unit { get; private init; } = "";

    public Instant OpenedAt { get; private init; }

    /// <summary>Opens the file of the unit that was subscribed. That there is no other is the caller's to check under the unit's lock.</summary>
    [Rule("DOC-5.1.2")]
    public static UnitFile Open(Guid id, SubscriptionSigned signed, Instant now, string by)
    {
        var file = new UnitFile
        {
            Id = id,
            Number = $"{signed.ProjectName}-{signed.Building}-{signed.Entrance}-{signed.Room}",
            UnitId = signed.UnitId,
            Project = signed.Project,
            Unit = signed.Unit,
            OpenedAt = now,
        };
        file.Raise(new UnitFileOpened(id, file.Number, file.UnitId, file.Project, file.Unit), now, by);
        return file;
    }
}
