using FluentValidation;
using Ops.ClientAttribution.Contracts;
using Ops.ClientAttribution.Plans;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Registers;
using Ops.Platform.Rules;
using Ops.Platform.Tasks;
using Ops.Platform.Texts;

namespace Ops.ClientAttribution.Statements;

/// <summary>
/// REC-3.1: a consultant confirms the statement of a month, or says what is wrong; what is put right stands on a
/// later one, and then this one can still be confirmed.
/// </summary>
internal static class AnswerStatement
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapCommand<StatementCase, StatementConfirmed>(
                "statements/{id:guid}/confirm", ClientAttributionPermissions.OwnStatements, Confirm)
            .OfferedOn<StatementCase>(Refuses)
            .Answers<StatementView>().WithSummary("statement.confirm.summary");
        api.MapCommand<StatementCase, Request, StatementDisputed>(
                "statements/{id:guid}/dispute", ClientAttributionPermissions.OwnStatements, Dispute)
            .OfferedOn<StatementCase>(Refuses)
            .Answers<StatementView>().WithSummary("statement.dispute.summary");
    }

    /// <summary>What is wrong.</summary>
    /// <param name="Reason">In a sentence.</param>
    internal sealed record Request(string Reason);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Reason).MustBeAReason("REC-3.1", "client.reason-missing");
    }

    [Rule("REC-3.1", "a consultant confirms the statement")]
    internal static Outcome<StatementConfirmed> Confirm(StatementCase state, Change change) =>
        Refuses(state, change) is { } refusal
            ? refusal
            : new StatementConfirmed(state.Statement.Id, state.Statement.Project);

    [Rule("REC-3.1", "or says what is wrong with it")]
    internal static Outcome<StatementDisputed> Dispute(StatementCase state, Request request, Change change) =>
        Refuses(state, change) is { } refusal
            ? refusal
            : new StatementDisputed(state.Statement.Id, state.Statement.Project, change.Wrote(request.Reason));

    private static Refused? Refuses(StatementCase state, Change change)
    {
        var statement = state.Statement;
        if (statement.Consultant != change.Actor.Id)
            return statement.Refuse("CS-7", "statement.not-yours", RefusalKind.Forbidden);
        return statement.State == StatementState.Confirmed
            ? statement.Refuse("REC-3.1", "statement.confirmed-already")
            : null;
    }
}

/// <summary>A consultant confirmed a statement.</summary>
/// <param name="StatementId">The statement.</param>
/// <param name="Project">The project's code.</param>
[HappensUnder("REC-3.1")]
internal sealed record StatementConfirmed(Guid StatementId, string Project) : IEvent<StatementCase>
{
    public void Apply(StatementCase state, Occurrence when) =>
        (state.Statement.State, state.Statement.AnsweredAt) = (StatementState.Confirmed, when.At);

    public void React(StatementCase state, Occurrence when, Reactions follow) =>
        follow.Register(StatementRegister.Noted(state.Statement, "statementConfirmed", reason: null, when.By));
}

/// <summary>A consultant says what is wrong with a statement.</summary>
/// <param name="StatementId">The statement.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Reason">What is wrong.</param>
[HappensUnder("REC-3.1")]
internal sealed record StatementDisputed(Guid StatementId, string Project, FreeText Reason) : IEvent<StatementCase>
{
    public void Apply(StatementCase state, Occurrence when) =>
        (state.Statement.State, state.Statement.AnsweredAt, state.Statement.Reason) =
            (StatementState.Disputed, when.At, Reason.Words);

    public void React(StatementCase state, Occurrence when, Reactions follow)
    {
        follow.Register(StatementRegister.Noted(state.Statement, "statementDisputed", Reason, when.By));
        follow.Tasks.Add(new NewTask(
            $"{state.Statement.Evidence}/disputed/{follow.NewId()}",
            Addressee.ForPermission(ClientAttributionPermissions.CloseMonths), Project,
            Text.Of("statement.task.disputed", ("consultant", state.Statement.Consultant)), "REC-3.1",
            state.Statement.Path, when.At));
    }
}

/// <summary>What the register <c>commissions</c> says of statements.</summary>
internal static class StatementRegister
{
    public static RegisterNote Noted(Statement statement, string what, FreeText? reason, string by) => new(
        PlanRegister.Commissions, statement.Project, by,
        new StatementRecord(what, statement.Path, statement.Consultant),
        reason?.Words is { } words
            ? new Dictionary<string, string>(StringComparer.Ordinal) { ["reason"] = words }
            : null);

    private sealed record StatementRecord(string What, string Subject, string Consultant) : IRegisterRecord;
}
