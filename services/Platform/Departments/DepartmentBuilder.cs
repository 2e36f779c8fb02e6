using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Ops.Platform.Deadlines;
using Ops.Platform.Messaging;
using Ops.ServiceDefaults;

namespace Ops.Platform.Departments;

/// <summary>What a department is made of: each of its folders adds its own.</summary>
public sealed class DepartmentBuilder
{
    private readonly List<Action<IEndpointRouteBuilder>> _routes = [];

    internal DepartmentBuilder(
        IHostApplicationBuilder host, Department department, MessagingBuilder messages,
        DeadlineRegistration deadlines) =>
        (Host, Department, Messages, Deadlines) = (host, department, messages, deadlines);

    /// <summary>The process.</summary>
    public IHostApplicationBuilder Host { get; }

    /// <summary>Which department it is.</summary>
    public Department Department { get; }

    /// <summary>The process's services.</summary>
    public IServiceCollection Services => Host.Services;

    /// <summary>Which events of others it takes.</summary>
    public MessagingBuilder Messages { get; }

    /// <summary>What is done when deadlines come.</summary>
    public DeadlineRegistration Deadlines { get; }

    internal IReadOnlyList<Action<IEndpointRouteBuilder>> Routes => _routes;

    /// <summary>Routes that belong together for their reader.</summary>
    /// <param name="name">The text of its name, a word or two, e.g. <c>handover.feature</c>.</param>
    /// <param name="description">The text that says what one does there, e.g. <c>handover.feature.about</c>.</param>
    /// <param name="map">Maps its use cases.</param>
    public DepartmentBuilder Feature(string name, string description, Action<IEndpointRouteBuilder> map)
    {
        ArgumentNullException.ThrowIfNull(map);
        _routes.Add(api => map(api.MapFeature(name, description)));
        return this;
    }

    /// <summary>Routes that belong to no feature of its own.</summary>
    public DepartmentBuilder Map(Action<IEndpointRouteBuilder> map)
    {
        _routes.Add(map);
        return this;
    }
}
