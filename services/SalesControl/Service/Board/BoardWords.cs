using Ops.Platform.Texts;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Board;

/// <summary>What people call the states of a unit, on the board and in reports.</summary>
internal static class BoardWords
{
    public static Text NameOf(UnitState state) => Text.Of(state switch
    {
        UnitState.Withheld => "board.withheld",
        UnitState.Available => "board.available",
        UnitState.Pending => "board.pending",
        UnitState.Reserved => "board.reserved",
        UnitState.Offered => "board.offered",
        UnitState.Subscribed => "board.subscribed",
        UnitState.Contracted => "board.contracted",
        UnitState.Delivered => "board.delivered",
        _ => "board.let",
    });
}
