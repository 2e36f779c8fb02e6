using NodaTime;
using Ops.Platform.Departments;
using Ops.Platform.Storage;

namespace Ops.RecordsArchive.Files;

/// <summary>The one file of a property unit 一户一档 (DOC-5.1.2).</summary>
internal sealed class UnitFile : Aggregate, IState
{
    private UnitFile()
    {
    }

    /// <summary>A file that is being opened (<see cref="UnitFileOpened"/>).</summary>
    public UnitFile(Guid id) => Id = id;

    public override string StreamKind => "file";

    public Aggregate Root => this;

    /// <summary>The number on its cover (DOC-5.10.1): estate, building, entrance, room.</summary>
    public string Number { get; internal set; } = "";

    public Guid UnitId { get; internal set; }

    public string Project { get; internal set; } = "";

    public string Unit { get; internal set; } = "";

    public Instant OpenedAt { get; internal set; }
}

/// <summary>The file was opened.</summary>
[HappensUnder("DOC-5.1.2")]
internal sealed record UnitFileOpened(Guid FileId, string FileNumber, Guid UnitId, string Project, string Unit)
    : IEvent<UnitFile>
{
    public void Apply(UnitFile state, Occurrence when)
    {
        (state.Number, state.UnitId, state.Project, state.Unit) = (FileNumber, UnitId, Project, Unit);
        state.OpenedAt = when.At;
    }
}
