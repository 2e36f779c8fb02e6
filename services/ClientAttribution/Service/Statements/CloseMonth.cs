using System.Text.Json.Serialization;
using FluentValidation;
using NodaTime;
using Ops.ClientAttribution.Contracts;
using Ops.ClientAttribution.Plans;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Registers;
using Ops.Platform.Rules;
using Ops.Platform.Tasks;
using Ops.Platform.Texts;

namespace Ops.ClientAttribution.Statements;

/// <summary>
/// REC-3.1: a month that is over is closed: each consultant has a statement of what was booked. It is closed once,
/// and nothing is booked into it afterwards.
/// </summary>
internal static class CloseMonth
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<MonthToClose, Request, MonthClosed>(
                "projects/{project}/statements", ClientAttributionPermissions.CloseMonths, Decide)
            .Makes<MonthCase, MonthView>((state, _) => state, state => state.Month.Path)
            .WithSummary("statement.close.summary");

    /// <summary>Which month.</summary>
    /// <param name="Month">Its first day.</param>
    internal sealed record Request(LocalDate Month);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Month).Must(Days.Know).Refuses(null, Days.Beyond)
            .Must(day => day.Day == 1).Refuses("REC-3.1", "statement.first-day");
    }

    [Rule("REC-3.1", "a month is closed once, when it is over")]
    internal static Outcome<MonthClosed> Decide(MonthToClose state, Request request, Change change)
    {
        if (change.At < state.OverAt)
            return Refused.Input("REC-3.1", "month", Text.Of("statement.month-not-over"));
        return state.ClosedAlready is { } closed
            ? new Refused("REC-3.1", Text.Of("statement.closed-already")) { Evidence = [$"commission-month/{closed}"] }
            : new MonthClosed(
                state.Month.Id, state.Month.Project, state.Month.Month,
                [
                    .. state.Statements.Select(one => new MonthClosed.Sum(
                        one.Id, one.Consultant, one.Accrued, one.Payable)),
                ]);
    }
}

/// <summary>A month was closed.</summary>
/// <param name="MonthId">The month.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Month">Its first day.</param>
/// <param name="Sums">The statements.</param>
[HappensUnder("REC-3.1")]
internal sealed record MonthClosed(
    Guid MonthId, string Project, LocalDate Month, IReadOnlyList<MonthClosed.Sum> Sums) : IEvent<MonthToClose>
{
    public void Apply(MonthToClose state, Occurrence when) =>
        (state.Month.ClosedAt, state.Month.ClosedBy) = (when.At, when.By);

    public void React(MonthToClose state, Occurrence when, Reactions follow)
    {
        follow.Add(state.Month);
        follow.Register(new(
            PlanRegister.Commissions, Project, when.By,
            new MonthRecord(
                "monthClosed", state.Month.Path, Month,
                [.. Sums.Select(one => new SumRecord(one.Consultant, one.Accrued, one.Payable))])));
        foreach (var statement in state.Statements)
        {
            follow.Add(statement);
            follow.Happen(
                new StatementCase(statement),
                new StatementIssued(statement.Id, Project, statement.Consultant, Month), when);
        }
    }

    /// <summary>A statement.</summary>
    /// <param name="StatementId">The statement.</param>
    /// <param name="Consultant">Whose.</param>
    /// <param name="Accrued">CNY earned.</param>
    /// <param name="Payable">CNY to be paid out.</param>
    internal sealed record Sum(Guid StatementId, string Consultant, decimal Accrued, decimal Payable);

    private sealed record MonthRecord(string What, string Subject, LocalDate Month, IReadOnlyList<SumRecord> Sums)
        : IRegisterRecord;

    private sealed record SumRecord(
        string Consultant,
        [property: JsonNumberHandling(JsonNumberHandling.WriteAsString)] decimal Accrued,
        [property: JsonNumberHandling(JsonNumberHandling.WriteAsString)] decimal Payable);
}

/// <summary>A consultant has a statement of a month.</summary>
/// <param name="StatementId">The statement.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Consultant">Whose.</param>
/// <param name="Month">The month's first day.</param>
[HappensUnder("REC-3.1")]
internal sealed record StatementIssued(Guid StatementId, string Project, string Consultant, LocalDate Month)
    : IEvent<StatementCase>
{
    public void Apply(StatementCase state, Occurrence when)
    {
        // It was made with the month.
    }

    public void React(StatementCase state, Occurrence when, Reactions follow) => follow.Tasks.Add(new NewTask(
        $"{state.Statement.Evidence}/closed", Addressee.ForPerson(Consultant), Project,
        Text.Of("statement.task.closed", ("month", Month)), "REC-3.1", state.Statement.Path, when.At));
}
