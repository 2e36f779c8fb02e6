using System.Collections.ObjectModel;

namespace Ops.Portal.Pages.SalesControl.Batches;

/// <summary>
/// The codes of units that are picked, told to the request that they stand in; none of them is nothing.
/// </summary>
internal sealed class PickedUnits : Collection<string>
{
    /// <summary>Is told of each change.</summary>
    public Action<ICollection<string>?>? Changed { get; set; }

    /// <inheritdoc />
    protected override void InsertItem(int index, string item)
    {
        base.InsertItem(index, item);
        Tell();
    }

    /// <inheritdoc />
    protected override void RemoveItem(int index)
    {
        base.RemoveItem(index);
        Tell();
    }

    private void Tell() => Changed?.Invoke(Count == 0 ? null : this.ToList());
}
