using Microsoft.EntityFrameworkCore;
using Ops.Platform.Messaging;

namespace Ops.MessagingHost;

/// <summary>
/// Notes the event as its effect. A text that begins with <c>poison</c> fails until the switch of its name is on;
/// <c>late</c> fails only in the commit.
/// </summary>
public sealed class TakeThing(HostDb db) : IHandle<ThingHappened>
{
    public async Task HandleAsync(ThingHappened message, EventContext context, CancellationToken cancellationToken)
    {
        if (message.Text.StartsWith("poison", StringComparison.Ordinal) && await db.Database.SqlQuery<int>(
            $"SELECT count(*)::int AS \"Value\" FROM host.switches WHERE name = {message.Text}").SingleAsync(
                cancellationToken) == 0)
            throw new InvalidOperationException($"{message.Text} cannot be taken.");

        db.Effects.Add(new Effect
        {
            EventId = context.EventId,
            ThingId = message.ThingId,
            Number = message.Number,
            Text = message.Text,
            TraceId = context.TraceId,
        });
    }
}
