using Microsoft.EntityFrameworkCore;
using Ops.ClientAttribution.Storage;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.ClientAttribution.Reception;

/// <summary>Finds the days of desks, and their visits and calls: those of a site that the actor may see.</summary>
internal sealed class DeskSource(ClientAttributionDb db, IActions actions, ITexts texts)
    : ISource<Desk>, ISource<DeskContact>, IView<Desk, DeskView>, IView<DeskContact, ContactView>
{
    private const string CallBack = "CallBackContact";

    public async Task<Outcome<Desk>> FindAsync(Named named, Access access, CancellationToken cancellationToken)
    {
        var day = await DayAsync(named.Id, access, cancellationToken);
        return day is not null && named.Actor.MaySee(day.Project)
            ? new Desk(day, await UnfinishedAsync(day.Id, access, cancellationToken))
            : Refused.NotFound(Text.Of("desk.unknown", ("id", named.Id)));
    }

    public async Task<Desk> LockAsync(Guid id, CancellationToken cancellationToken) => new(
        (await DayAsync(id, Access.Change, cancellationToken))!,
        await UnfinishedAsync(id, Access.Change, cancellationToken));

    async Task<Outcome<DeskContact>> ISource<DeskContact>.FindAsync(
        Named named, Access access, CancellationToken cancellationToken)
    {
        // Of which day it is never changes: the day is locked before the contact is read.
        var of = await db.Contacts.AsNoTracking().Where(contact => contact.Id == named.Id)
            .Select(contact => new { contact.DayId, contact.Project }).SingleOrDefaultAsync(cancellationToken);
        return of is not null && named.Actor.MaySee(of.Project)
            ? await ContactAsync(named.Id, of.DayId, access, cancellationToken)
            : Refused.NotFound(Text.Of("contact.unknown", ("id", named.Id)));
    }

    async Task<DeskContact> ISource<DeskContact>.LockAsync(Guid id, CancellationToken cancellationToken) =>
        await ContactAsync(
            id, await db.Contacts.AsNoTracking().Where(contact => contact.Id == id).Select(contact => contact.DayId)
                .SingleAsync(cancellationToken),
            Access.Change, cancellationToken);

    public async ValueTask<DeskView> ShowAsync(Desk state, Actor actor, CancellationToken cancellationToken) =>
        DeskView.Of(state) with { Actions = await actions.OfAsync(state, actor, cancellationToken) };

    public async ValueTask<ContactView> ShowAsync(
        DeskContact state, Actor actor, CancellationToken cancellationToken)
    {
        var offered = await actions.OfAsync(state, actor, cancellationToken);
        var shown = ContactView.Of(state.Day, state.Contact, actor, texts) with { Actions = offered };
        // ATT-I.2: whoever may call back is told where, and so may read a number that nobody answered.
        return offered.Contains(CallBack) ? shown with { Phone = state.Contact.Phone } : shown;
    }

    private async Task<DeskDay?> DayAsync(Guid id, Access access, CancellationToken cancellationToken)
    {
        if (access == Access.Change)
        {
            await db.Database.ExecuteSqlAsync(
                $"SELECT 1 FROM desk_days WHERE id = {id} FOR UPDATE", cancellationToken);
        }

        return await (access == Access.Change ? db.DeskDays : db.DeskDays.AsNoTracking())
            .SingleOrDefaultAsync(day => day.Id == id, cancellationToken);
    }

    private async Task<DeskContact> ContactAsync(
        Guid id, Guid day, Access access, CancellationToken cancellationToken)
    {
        var found = (await DayAsync(day, access, cancellationToken))!;
        var unfinished = await UnfinishedAsync(day, access, cancellationToken);
        if (unfinished.Find(one => one.Id == id) is { } open)
            return new(found, unfinished, open);
        var over = await Contacts(access).SingleAsync(one => one.Id == id, cancellationToken);
        return new(found, [.. unfinished, over], over);
    }

    private Task<List<Contact>> UnfinishedAsync(Guid day, Access access, CancellationToken cancellationToken) =>
        Contacts(access)
            .Where(one => one.DayId == day && (one.State == ContactState.Waiting || one.State == ContactState.Open
                || one.State == ContactState.EntryOwed))
            .OrderBy(one => one.Number).ToListAsync(cancellationToken);

    private IQueryable<Contact> Contacts(Access access) =>
        access == Access.Change ? db.Contacts : db.Contacts.AsNoTracking();
}
