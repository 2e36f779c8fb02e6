namespace Ops.SalesControl.Units;

/// <summary>What is asked of states in more than one chapter.</summary>
internal static class UnitStates
{
    /// <summary>Those in which a unit is sold: subscribed or beyond.</summary>
    public static readonly UnitState[] Sold = [UnitState.Subscribed, UnitState.Contracted, UnitState.Delivered];

    /// <summary>Those of a unit that is on the list.</summary>
    public static readonly UnitState[] Listed =
        [.. Enum.GetValues<UnitState>().Where(state => state != UnitState.TakenOff)];

    /// <summary>Whether a unit in it is sold.</summary>
    public static bool IsSold(this UnitState state) => Sold.Contains(state);
}
