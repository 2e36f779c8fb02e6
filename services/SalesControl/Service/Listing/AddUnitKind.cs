using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Listing;

/// <summary>RES-2, DOC-5.6.1: a kind of unit is added to those that lists of units may name.</summary>
internal static class AddUnitKind
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("unit-kinds", ListAsync).RequirePermission(SalesControlPermissions.ReadBoard)
            .WithSummary("unit-kind.list.summary").AnswersOutcome<Kinds>();
        api.MapRead<KindOfUnit, View>("unit-kinds/{kind}", SalesControlPermissions.ReadBoard)
            .WithSummary("unit-kind.read.summary");
        api.MapCommand<KindOfUnit, Request, UnitKindAdded>("unit-kinds", SalesControlPermissions.ImportUnits, Decide)
            .Makes<KindOfUnit, View>((state, _) => state, state => $"/api/sales/unit-kinds/{state.Kind.Code}")
            .WithSummary("unit-kind.add.summary");
    }

    /// <summary>The kind.</summary>
    /// <param name="Code">Lower-case letters, digits and hyphens.</param>
    /// <param name="Name">What it is called in Chinese.</param>
    /// <param name="NameEn">What it is called in English.</param>
    /// <param name="Follows">Whose rules it follows, for ever.</param>
    internal sealed record Request(string Code, string Name, string NameEn, KindRules Follows);

    /// <summary>A kind of unit.</summary>
    /// <param name="Code">What stands on its units.</param>
    /// <param name="Name">What it is called in Chinese.</param>
    /// <param name="NameEn">What it is called in English.</param>
    /// <param name="Follows">Whose rules it follows.</param>
    /// <param name="Version">For <c>If-Match</c>.</param>
    internal sealed record View(string Code, string Name, string NameEn, KindRules Follows, long Version)
    {
        public static View Of(UnitKind kind) => new(kind.Code, kind.Name, kind.NameEn, kind.Follows, kind.Version);
    }

    /// <summary>All kinds, by code.</summary>
    internal sealed record Kinds(IReadOnlyList<View> Items);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Code).IsCode("code.unreadable");
            RuleFor(r => r.Name).NotEmpty().IsOneLine(20);
            RuleFor(r => r.NameEn).NotEmpty().IsOneLine(20);
        }
    }

    [Rule("RES-2", "kinds of units")]
    internal static Outcome<UnitKindAdded> Decide(KindOfUnit state, Request request, Change change) =>
        (state.Refuses(request.Code, "code") ?? state.Refuses(request.Name, "name")
            ?? state.Refuses(request.NameEn, "nameEn")) is { } taken
            ? taken
            : new UnitKindAdded(request.Code, request.Name.Trim(), request.NameEn.Trim(), request.Follows);

    private static async Task<Outcome<Kinds>> ListAsync(SalesControlDb db, CancellationToken cancellationToken)
    {
        var kinds = await db.UnitKinds.AsNoTracking().ToListAsync(cancellationToken);
        return new Kinds([.. kinds.OrderBy(kind => kind.Code, StringComparer.Ordinal).Select(View.Of)]);
    }
}

/// <summary>A kind of unit, with what all others are called.</summary>
internal sealed class KindOfUnit(UnitKind kind, IReadOnlyList<UnitKind> others) : IState
{
    public UnitKind Kind => kind;

    public Aggregate Root => kind;

    /// <summary>
    /// Why it cannot be called so: a list could not tell which of two kinds it means. Null where it can.
    /// </summary>
    public Refused? Refuses(string word, string field) =>
        others.FirstOrDefault(one => one.Words.Contains(word.Trim(), HalfWidth.Comparer)) is { } taken
            ? new Refused("RES-2", Text.Of("unit-kind.word-taken", ("word", word.Trim()), ("kind", taken.Code)))
            {
                Field = field,
            }
            : null;
}

/// <summary>Finds kinds of units.</summary>
internal sealed class KindsOfUnits(SalesControlDb db)
    : ISource<KindOfUnit>, ILoad<KindOfUnit, AddUnitKind.Request>, IView<KindOfUnit, AddUnitKind.View>
{
    public async Task<Outcome<KindOfUnit>> LoadAsync(
        Named named, AddUnitKind.Request request, Change change, CancellationToken cancellationToken) =>
        new KindOfUnit(
            new UnitKind(change.NewId(), request.Code, request.Follows),
            await AllAsync(Access.Change, cancellationToken));

    public async Task<Outcome<KindOfUnit>> FindAsync(
        Named named, Access access, CancellationToken cancellationToken)
    {
        var (code, all) = (named["kind"], await AllAsync(access, cancellationToken));
        return all.FirstOrDefault(kind => kind.Code == code) is { } found
            ? new KindOfUnit(found, [.. all.Where(kind => kind != found)])
            : Refused.NotFound(Text.Of("unit-kind.unknown", ("kind", code)));
    }

    public async Task<KindOfUnit> LockAsync(Guid id, CancellationToken cancellationToken)
    {
        var all = await AllAsync(Access.Change, cancellationToken);
        var found = all.First(kind => kind.Id == id);
        return new KindOfUnit(found, [.. all.Where(kind => kind != found)]);
    }

    public ValueTask<AddUnitKind.View> ShowAsync(
        KindOfUnit state, Actor actor, CancellationToken cancellationToken) =>
        ValueTask.FromResult(AddUnitKind.View.Of(state.Kind));

    /// <summary>There are few, and each may have the word that another wants: they are locked together.</summary>
    private async Task<IReadOnlyList<UnitKind>> AllAsync(Access access, CancellationToken cancellationToken)
    {
        if (access == Access.Read)
            return await db.UnitKinds.AsNoTracking().ToListAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"-- lock kinds\nSELECT pg_advisory_xact_lock(hashtextextended('unit-kinds', 14))", cancellationToken);
        return await db.UnitKinds.ToListAsync(cancellationToken);
    }
}

/// <summary>A kind of unit was added to the list.</summary>
/// <param name="Kind">Its code.</param>
/// <param name="Name">What it is called in Chinese.</param>
/// <param name="NameEn">What it is called in English.</param>
/// <param name="Follows">Whose rules it follows.</param>
[HappensUnder("RES-2")]
internal sealed record UnitKindAdded(string Kind, string Name, string NameEn, KindRules Follows)
    : IEvent<KindOfUnit>
{
    public void Apply(KindOfUnit state, Occurrence when) => (state.Kind.Name, state.Kind.NameEn) = (Name, NameEn);

    public void React(KindOfUnit state, Occurrence when, Reactions follow) => follow.Add(state.Kind);
}
