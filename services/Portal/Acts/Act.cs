using Ops.Portal.Calls;

namespace Ops.Portal.Acts;

/// <summary>What a command is sent about.</summary>
/// <param name="Project">The project's code.</param>
/// <param name="Unit">The unit's code.</param>
/// <param name="Id">The id of what is not a unit.</param>
/// <param name="Version">What was seen of it, for <c>If-Match</c>.</param>
/// <param name="Code">The code or number of what has one and no id.</param>
public sealed record Subject(
    string Project = "", string Unit = "", Guid Id = default, string Version = "", string Code = "");

/// <summary>
/// A command as people send it: a button where a service offers it, and the form of what it asks. The form is made of
/// the request as the service's document describes it, so that no page knows a member of it.
/// </summary>
/// <param name="operation">The operation, by the name that <c>actions</c> has.</param>
public abstract class Act(string operation)
{
    /// <summary>The operation.</summary>
    public string Operation => operation;

    /// <summary>The text of its name: what stands on the button.</summary>
    public string Name => $"act.{operation}";

    /// <summary>The text that says what follows from it.</summary>
    public string About => $"act.{operation}.about";

    /// <summary>The component that asks what it needs, where that is more than its members in a row.</summary>
    public Type? Form { get; init; }

    /// <summary>What is filled in; null where nothing is asked.</summary>
    public abstract object? NewRequest();

    /// <summary>Sends it.</summary>
    /// <param name="services">Where the service's client is.</param>
    /// <param name="on">What it is about.</param>
    /// <param name="request">What was filled in; null where nothing is asked.</param>
    /// <param name="key">The same for each time that the same is sent, so that it is done once.</param>
    /// <exception cref="ServiceException">It was refused.</exception>
    public abstract Task<ServiceAnswer> SendAsync(IServiceProvider services, Subject on, object? request, string key);
}

/// <summary>A command that asks for something.</summary>
/// <typeparam name="TClient">The service's client.</typeparam>
/// <typeparam name="TRequest">What is asked.</typeparam>
internal sealed class Act<TClient, TRequest>(
    string operation, Func<TClient, Subject, TRequest, string, Task<ServiceAnswer>> send) : Act(operation)
    where TClient : notnull
    where TRequest : class, new()
{
    public override object NewRequest() => new TRequest();

    public override Task<ServiceAnswer> SendAsync(
        IServiceProvider services, Subject on, object? request, string key) =>
        send(services.GetRequiredService<TClient>(), on, (TRequest)request!, key);
}

/// <summary>A command that asks for nothing more than to be meant.</summary>
/// <typeparam name="TClient">The service's client.</typeparam>
internal sealed class Act<TClient>(string operation, Func<TClient, Subject, string, Task<ServiceAnswer>> send)
    : Act(operation)
    where TClient : notnull
{
    public override object? NewRequest() => null;

    public override Task<ServiceAnswer> SendAsync(
        IServiceProvider services, Subject on, object? request, string key) =>
        send(services.GetRequiredService<TClient>(), on, key);
}
