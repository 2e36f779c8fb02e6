using System.Text;
using Ops.SalesControl.Units;
using Ops.TestSupport;
using Xunit;

namespace Ops.SalesControl.Tests.Units;

/// <summary>The state diagram of a unit, drawn from the code that keeps it.</summary>
public sealed class UnitStatesPage
{
    private const string File = "docs/unit-states.md";

    private const string Opening = """
        # The states of a unit

        Generated from `services/SalesControl/Service/Units/UnitActs.cs` by `make states`; a test fails when it
        is not current. What is not here is refused with the rule that the table names; the tests try every other pair.


        """;

    /// <summary><c>make states</c> sets OPS_WRITE_DOCS=1, and the page is written instead of compared.</summary>
    [Fact]
    public void The_page_of_unit_states_is_current()
    {
        var page = new StringBuilder(Opening.ReplaceLineEndings("\n")).Append("```mermaid\n")
            .Append(UnitActs.Draw()).Append("```\n\n| what is done | rule | from | to |\n|---|---|---|---|\n");
        foreach (var act in UnitActs.All)
        {
            var moves = act.Moves.OrderBy(move => move.Key).GroupBy(move => string.Join(
                ", ", move.Value.Select(state => state == move.Key ? "(the same)" : state.ToString())));
            foreach (var (from, to) in moves.Select(
                group => (string.Join(", ", group.Select(move => move.Key)), group.Key)))
                page.Append(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"| {act.Name} | {act.Rule} | {from} | {to} |\n");
        }

        var file = Repository.PathOf(File);
        if (Environment.GetEnvironmentVariable("OPS_WRITE_DOCS") == "1")
            System.IO.File.WriteAllText(file, page.ToString());
        else
            Assert.True(
                System.IO.File.Exists(file) && System.IO.File.ReadAllText(file) == page.ToString(),
                $"{File} is not current: make states");
    }

    [Fact]
    public void Every_state_is_reached_and_every_one_but_the_last_of_a_sold_or_a_wrongly_listed_unit_is_left()
    {
        var moves = UnitActs.All.SelectMany(act => act.Moves.SelectMany(
            move => move.Value.Select(to => (From: move.Key, To: to)))).Where(move => move.From != move.To).ToList();
        Assert.Empty(Enum.GetValues<UnitState>().Except(moves.Select(move => move.To)));
        Assert.Equal(
            [UnitState.Delivered, UnitState.TakenOff],
            Enum.GetValues<UnitState>().Except(moves.Select(move => move.From)));
    }
}
