using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.ClientAttribution.Commission;
using Ops.ClientAttribution.Directory;
using Ops.ClientAttribution.Sales;
using Ops.ClientAttribution.Storage;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.ClientAttribution.Statements;

/// <summary>A month with its statements.</summary>
internal class MonthCase(CommissionMonth month, IReadOnlyList<Statement> statements) : IState
{
    public CommissionMonth Month => month;

    public IReadOnlyList<Statement> Statements => statements;

    public Aggregate Root => month;
}

/// <summary>A month that is to be closed.</summary>
internal sealed class MonthToClose(CommissionMonth month, IReadOnlyList<Statement> statements)
    : MonthCase(month, statements)
{
    /// <summary>The month as it was closed before; null where it was not.</summary>
    public Guid? ClosedAlready { get; init; }

    /// <summary>When it is over.</summary>
    public Instant OverAt { get; init; }
}

/// <summary>A statement.</summary>
internal sealed class StatementCase(Statement statement) : IState
{
    public Statement Statement => statement;

    public Aggregate Root => statement;
}

/// <summary>Finds months, and statements: one's own, and all for whoever sees everybody's commission.</summary>
internal sealed class StatementSource(
    ClientAttributionDb db, ClientDirectory directory, IActions actions, ITexts texts, CompanyTime company)
    : ISource<MonthCase>, ILoad<MonthToClose, CloseMonth.Request>, IView<MonthCase, MonthView>, ISource<StatementCase>,
        IView<StatementCase, StatementView>
{
    public async Task<Outcome<MonthToClose>> LoadAsync(
        Named named, CloseMonth.Request request, Change change, CancellationToken cancellationToken)
    {
        var project = named["project"];
        if (!named.Actor.MaySee(project))
            return Refused.NotFound(Text.Of("client.site-unknown", ("site", project)));
        // Whoever books holds it too: nothing is booked into a month while it is summed.
        await directory.LockAsync(project, cancellationToken);
        var (month, over) = (
            new CommissionMonth(change.NewId(), project, request.Month),
            company.BeginOf(request.Month.PlusMonths(1)));
        var sums = await In(project, request.Month).Where(line => line.Recipient == RecipientKind.Consultant)
            .GroupBy(line => line.Consultant!)
            .Select(of => new ConsultantSum(
                of.Key, of.Sum(line => line.Accrued), of.Sum(line => line.Payable), of.Count()))
            .ToListAsync(cancellationToken);
        return new MonthToClose(
            month,
            [
                .. sums.OrderBy(one => one.Consultant, StringComparer.Ordinal)
                    .Select(one => new Statement(change.NewId(), month, one)),
            ])
        {
            OverAt = over,
            ClosedAlready = await db.CommissionMonths.AsNoTracking()
                .Where(one => one.Project == project && one.Month == request.Month)
                .Select(one => (Guid?)one.Id).SingleOrDefaultAsync(cancellationToken),
        };
    }

    async Task<Outcome<MonthCase>> ISource<MonthCase>.FindAsync(
        Named named, Access access, CancellationToken cancellationToken)
    {
        var month = await db.CommissionMonths.AsNoTracking()
            .SingleOrDefaultAsync(one => one.Id == named.Id, cancellationToken);
        return month is not null && named.Actor.MaySee(month.Project)
            ? new MonthCase(
                month, await db.CommissionStatements.AsNoTracking().Where(one => one.MonthId == month.Id)
                    .OrderBy(one => one.Consultant).ToListAsync(cancellationToken))
            : Refused.NotFound(Text.Of("statement.month-unknown", ("id", named.Id)));
    }

    Task<MonthCase> ISource<MonthCase>.LockAsync(Guid id, CancellationToken cancellationToken) =>
        throw new NotSupportedException("A month that is closed is over: nothing happens to it by itself.");

    async Task<Outcome<StatementCase>> ISource<StatementCase>.FindAsync(
        Named named, Access access, CancellationToken cancellationToken)
    {
        var found = await Seen(db, named.Actor).SingleOrDefaultAsync(one => one.Id == named.Id, cancellationToken);
        return found is not null && named.Actor.MaySee(found.Project)
            ? new StatementCase(found)
            : Refused.NotFound(Text.Of("statement.unknown", ("id", named.Id)));
    }

    async Task<StatementCase> ISource<StatementCase>.LockAsync(Guid id, CancellationToken cancellationToken) =>
        new(await db.CommissionStatements.SingleAsync(one => one.Id == id, cancellationToken));

    public async ValueTask<MonthView> ShowAsync(MonthCase state, Actor actor, CancellationToken cancellationToken)
    {
        var fund = await In(state.Month.Project, state.Month.Month)
            .Where(line => line.Recipient == RecipientKind.Fund).SumAsync(line => line.Payable, cancellationToken);
        return new(
            state.Month.Id, state.Month.Month, company.At(state.Month.ClosedAt), state.Month.ClosedBy, fund,
            [.. state.Statements.Select(one => StatementLine.Of(one, company))]);
    }

    public async ValueTask<StatementView> ShowAsync(
        StatementCase state, Actor actor, CancellationToken cancellationToken)
    {
        var statement = state.Statement;
        var lines = await In(statement.Project, statement.Month)
            .Where(line => line.Consultant == statement.Consultant)
            .OrderBy(line => line.BookedAt).ThenBy(line => line.SaleId).ThenBy(line => line.Number)
            .ToListAsync(cancellationToken);
        return new(
            statement.Id, statement.Month, statement.Consultant, statement.Accrued, statement.Payable,
            statement.State, statement.Reason, lines.ConvertAll(line => LineView.Of(line, texts, company)))
        {
            Actions = await actions.OfAsync(state, actor, cancellationToken),
        };
    }

    /// <summary>One's own, and everybody's for whoever may see that.</summary>
    [Rule("CS-7", "whose statements somebody sees")]
    public static IQueryable<Statement> Seen(ClientAttributionDb db, Actor actor) => SaleSource.SeesAll(actor)
        ? db.CommissionStatements
        : db.CommissionStatements.Where(one => one.Consultant == actor.Id);

    /// <summary>What was booked in a month, whenever it happened.</summary>
    private IQueryable<BookedLine> In(string project, LocalDate month)
    {
        var (from, to) = (company.BeginOf(month), company.BeginOf(month.PlusMonths(1)));
        return db.CommissionLines.AsNoTracking()
            .Where(line => line.Project == project && line.BookedAt >= from && line.BookedAt < to);
    }
}

/// <summary>A month that is closed.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Month">Its first day.</param>
/// <param name="ClosedAt">When it was closed.</param>
/// <param name="ClosedBy">By whom.</param>
/// <param name="Fund">CNY that the department's fund has of it.</param>
/// <param name="Statements">The consultants' statements.</param>
internal sealed record MonthView(
    Guid Id, LocalDate Month, OffsetDateTime ClosedAt, string ClosedBy, decimal Fund,
    IReadOnlyList<StatementLine> Statements);

/// <summary>A consultant's statement, as lists have it.</summary>
/// <param name="Id">Where it is read: <c>statements/{id}</c>.</param>
/// <param name="Month">The month's first day.</param>
/// <param name="Consultant">Whose.</param>
/// <param name="Accrued">CNY earned in the month.</param>
/// <param name="Payable">CNY to be paid out for the month.</param>
/// <param name="Lines">How many lines there are.</param>
/// <param name="State">What the consultant says to it.</param>
/// <param name="AnsweredAt">When they said it; null before.</param>
/// <param name="Version">What <c>If-Match</c> names.</param>
internal sealed record StatementLine(
    Guid Id, LocalDate Month, string Consultant, decimal Accrued, decimal Payable, int Lines, StatementState State,
    OffsetDateTime? AnsweredAt, long Version)
{
    public static StatementLine Of(Statement one, CompanyTime company) => new(
        one.Id, one.Month, one.Consultant, one.Accrued, one.Payable, one.Lines, one.State,
        one.AnsweredAt is { } at ? company.At(at) : null, one.Version);
}

/// <summary>A consultant's statement with its lines.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Month">The month's first day.</param>
/// <param name="Consultant">Whose.</param>
/// <param name="Accrued">CNY earned in the month.</param>
/// <param name="Payable">CNY to be paid out for the month.</param>
/// <param name="State">What the consultant says to it.</param>
/// <param name="Reason">What is wrong, in their words; null where nothing is.</param>
/// <param name="Lines">The lines, each with why.</param>
internal sealed record StatementView(
    Guid Id, LocalDate Month, string Consultant, decimal Accrued, decimal Payable, StatementState State,
    string? Reason, IReadOnlyList<LineView> Lines)
{
    /// <summary>What the reader may do to it now, by the names of the operations.</summary>
    public IReadOnlyList<string>? Actions { get; init; }
}
