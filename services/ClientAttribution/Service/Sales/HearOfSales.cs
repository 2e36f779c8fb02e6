using Microsoft.EntityFrameworkCore;
using Ops.ClientAttribution.Storage;
using Ops.Platform.Messaging;
using Ops.SalesControl.Contracts;

namespace Ops.ClientAttribution.Sales;

/// <summary>
/// Keeps what SalesControl tells of its sales. Of a sale whose subscription comes late, or was signed before this
/// department was there, what comes is kept all the same.
/// </summary>
internal sealed class HearOfSales(ClientAttributionDb db)
    : IHandle<SubscriptionSigned>, IHandle<ContractSigned>, IHandle<PaymentReceived>, IHandle<BuyersChanged>,
        IHandle<SaleSwapped>, IHandle<SaleCancelled>, IHandle<SaleForfeited>
{
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
    /// The row is the lock of its sale: an event that an operator publishes again may come beside another one.
    /// </summary>
    private async Task HearAsync(
        ToldOf of, SaleEntry entry, Action<Sale> effect, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO sales (id, project, unit, paid) VALUES ({of.Id}, {of.Project}, {of.Unit}, 0)
            ON CONFLICT (id) DO NOTHING
            """,
            cancellationToken);
        var sale = (await db.Sales.FromSql($"SELECT * FROM sales WHERE id = {of.Id} FOR UPDATE")
            .ToListAsync(cancellationToken)).Single();
        if (await db.SaleEntries.AnyAsync(one => one.Id == entry.Id, cancellationToken))
            return;
        db.Add(entry);
        effect(sale);
    }

    /// <summary>What each event of a sale says.</summary>
    private readonly record struct ToldOf(Guid Id, string Project, string Unit);
}
