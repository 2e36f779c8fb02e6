using NodaTime;
using Npgsql;
using NpgsqlTypes;
using Ops.Identity.Contracts;
using Ops.Platform.Messaging;
using Ops.Platform.Storage;

namespace Ops.Identity.Client;

/// <summary>
/// Keeps the service's copy of the staff as Identity's events come, and passes on what one who left has left behind
/// (CS-7).
/// </summary>
internal sealed class StaffCopy(
    UnitOfWork change, BarredStaff barred, StaffNames names, IEnumerable<IBelongings> belongings)
    : IHandle<StaffJoined>, IHandle<StaffRenamed>, IHandle<StaffMoved>, IHandle<StaffLeft>, IHandle<SuccessorNamed>,
        IHandle<AccessSuspended>, IHandle<AccessRestored>
{
    public Task HandleAsync(StaffJoined message, EventContext context, CancellationToken cancellationToken)
    {
        Put(
            "name = $2, post = $3, department = $4, sites = $5", message.Staff, message.Name, message.Post,
            message.Department, message.Sites.ToArray());
        change.OnCommitted(() => names.Call(message.Staff, message.Name));
        return Task.CompletedTask;
    }

    public Task HandleAsync(StaffRenamed message, EventContext context, CancellationToken cancellationToken)
    {
        Put("name = $2", message.Staff, message.Name);
        change.OnCommitted(() => names.Call(message.Staff, message.Name));
        return Task.CompletedTask;
    }

    public Task HandleAsync(StaffMoved message, EventContext context, CancellationToken cancellationToken)
    {
        Put(
            "post = $2, department = $3, sites = $4", message.Staff, message.Post, message.Department,
            message.Sites.ToArray());
        return Task.CompletedTask;
    }

    public async Task HandleAsync(StaffLeft message, EventContext context, CancellationToken cancellationToken)
    {
        Put("barred = 'left', left_on = $2", message.Staff, message.On);
        change.OnCommitted(() => barred.Bar(message.Staff, BarredStaff.Because(message.Staff, message.On)));
        if (message.Successor is { } successor)
            await PassAsync(message.Staff, successor, context, cancellationToken);
    }

    public Task HandleAsync(SuccessorNamed message, EventContext context, CancellationToken cancellationToken) =>
        PassAsync(message.Staff, message.Successor, context, cancellationToken);

    public Task HandleAsync(AccessSuspended message, EventContext context, CancellationToken cancellationToken)
    {
        Put("barred = 'suspended'", message.Staff);
        change.OnCommitted(() => barred.Bar(message.Staff, BarredStaff.Because(message.Staff, leftOn: null)));
        return Task.CompletedTask;
    }

    public Task HandleAsync(AccessRestored message, EventContext context, CancellationToken cancellationToken)
    {
        change.Defer(
            "UPDATE staff.members SET barred = NULL WHERE number = $1", new NpgsqlParameter { Value = message.Staff });
        change.OnCommitted(() => barred.Admit(message.Staff));
        return Task.CompletedTask;
    }

    private async Task PassAsync(string from, string to, EventContext context, CancellationToken cancellationToken)
    {
        Put("successor = $2, passed_at = clock_timestamp()", from, to);
        foreach (var kind in belongings)
            await kind.PassAsync(from, to, context.At, context.By, cancellationToken);
    }

    /// <summary>One who is not known yet is made known: a service may be younger than its staff.</summary>
    private void Put(string set, string staff, params object[] values)
    {
        change.Defer(
            "INSERT INTO staff.members (number) VALUES ($1) ON CONFLICT DO NOTHING",
            new NpgsqlParameter { Value = staff });
        change.Defer(
            $"UPDATE staff.members SET {set} WHERE number = $1",
            [new() { Value = staff }, .. values.Select(Parameter)]);
    }

    private static NpgsqlParameter Parameter(object value) => value is LocalDate
        ? new() { Value = value, NpgsqlDbType = NpgsqlDbType.Date }
        : new() { Value = value };
}
