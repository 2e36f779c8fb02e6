using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.ClientAttribution.Clients;
using Ops.ClientAttribution.Directory;
using Ops.ClientAttribution.Storage;
using Ops.Platform.Departments;
using Ops.Platform.Messaging;
using Ops.SalesControl.Contracts;

namespace Ops.ClientAttribution.Sales;

/// <summary>
/// Keeps what SalesControl tells of its sales. Of a sale whose subscription comes late, or was signed before this
/// department was there, what comes is kept all the same.
/// </summary>
internal sealed class HearOfSales(
    ClientAttributionDb db, ClientDirectory directory, SaleChains chains, CaseLoader cases, ISaleAccounts accounts,
    Pipeline pipeline, IClock clock)
    : IHandle<SubscriptionSigned>, IHandle<ContractSigned>, IHandle<PaymentReceived>, IHandle<BuyersChanged>,
        IHandle<SaleSwapped>, IHandle<SaleCancelled>, IHandle<SaleForfeited>
{
    /// <summary>By whom what follows happens: nobody's hand.</summary>
    private const string By = "system:client-attribution";

    public Task HandleAsync(SubscriptionSigned message, EventContext context, CancellationToken cancellationToken) =>
        HearAsync(
            new(message.SubscriptionId, message.Project, message.Unit),
            new(context.EventId, message.SubscriptionId, SaleEntryKind.Subscribed, message.SignedAt, message.Paid),
            sale =>
            {
                (sale.AgreementNumber, sale.Consultant) = (message.AgreementNumber, message.Consultant);
                (sale.Kind, sale.Price, sale.SignedAt) = (message.Kind, message.Price, message.SignedAt);
                sale.SwappedFrom = message.SwappedFrom;
                sale.Paid += message.Paid;
            },
            cancellationToken);

    public Task HandleAsync(ContractSigned message, EventContext context, CancellationToken cancellationToken) =>
        HearAsync(
            new(message.SubscriptionId, message.Project, message.Unit),
            new(context.EventId, message.SubscriptionId, SaleEntryKind.Contracted, context.At),
            sale => sale.ContractedAt = context.At, cancellationToken);

    public Task HandleAsync(PaymentReceived message, EventContext context, CancellationToken cancellationToken) =>
        HearAsync(
            new(message.SubscriptionId, message.Project, message.Unit),
            new(context.EventId, message.SubscriptionId, SaleEntryKind.Paid, context.At, message.Amount),
            sale => sale.Paid += message.Amount, cancellationToken);

    public Task HandleAsync(BuyersChanged message, EventContext context, CancellationToken cancellationToken) =>
        HearAsync(
            new(message.SubscriptionId, message.Project, message.Unit),
            new(context.EventId, message.SubscriptionId, SaleEntryKind.Renamed, context.At),
            sale => { }, cancellationToken);

    public Task HandleAsync(SaleSwapped message, EventContext context, CancellationToken cancellationToken) =>
        HearAsync(
            new(message.SubscriptionId, message.Project, message.Unit),
            new(context.EventId, message.SubscriptionId, SaleEntryKind.Swapped, context.At),
            sale => sale.End(SaleEnding.Swapped, context.At), cancellationToken);

    public Task HandleAsync(SaleCancelled message, EventContext context, CancellationToken cancellationToken) =>
        HearAsync(
            new(message.SubscriptionId, message.Project, message.Unit),
            new(context.EventId, message.SubscriptionId, SaleEntryKind.Cancelled, context.At),
            sale => sale.End(SaleEnding.Cancelled, context.At), cancellationToken);

    public Task HandleAsync(SaleForfeited message, EventContext context, CancellationToken cancellationToken) =>
        HearAsync(
            new(message.SubscriptionId, message.Project, message.Unit),
            new(context.EventId, message.SubscriptionId, SaleEntryKind.Forfeited, context.At),
            sale => sale.End(SaleEnding.Forfeited, context.At), cancellationToken);

    /// <summary>
    /// Under the lock of the site's clients: what a sale earns rests on whose client the buyer is, and on the site's
    /// other sales. What it earns is looked at anew, whatever was heard before.
    /// </summary>
    private async Task HearAsync(
        ToldOf of, SaleEntry entry, Action<Sale> effect, CancellationToken cancellationToken)
    {
        await directory.LockAsync(of.Project, cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO sales (id, project, unit, paid, credits, version)
            VALUES ({of.Id}, {of.Project}, {of.Unit}, 0, '[]', 0) ON CONFLICT (id) DO NOTHING
            """,
            cancellationToken);
        var sale = await db.Sales.SingleAsync(one => one.Id == of.Id, cancellationToken);
        if (await db.SaleEntries.AnyAsync(one => one.Id == entry.Id, cancellationToken))
            return;
        db.Add(entry);
        effect(sale);
        // What follows asks the tables.
        await db.SaveChangesAsync(cancellationToken);
        var when = new Occurrence(clock.GetCurrentInstant(), By);
        if (sale.IsUndone)
            await EndAsync(sale, entry, when, cancellationToken);
        await accounts.OfSaleAsync(sale.Id, when, cancellationToken);
        await pipeline.ReactAsync(cancellationToken);
    }

    /// <summary>Where it is known which client had bought, the case file says that they have not after all.</summary>
    private async Task EndAsync(Sale sale, SaleEntry entry, Occurrence when, CancellationToken cancellationToken)
    {
        var linked = (await chains.OfAsync(sale, cancellationToken)).FirstOrDefault(one => one.LinkId is not null);
        if (linked is null)
            return;
        var client = await cases.FindAsync(sale.Project, linked.ClientId!.Value, Access.Change, cancellationToken);
        pipeline.Happen(
            client!, new BuyerLost(entry.Id, client!.Client.Id, sale.Project, linked.LinkId!.Value, entry.At), when);
    }

    /// <summary>What each event of a sale says.</summary>
    private readonly record struct ToldOf(Guid Id, string Project, string Unit);
}
