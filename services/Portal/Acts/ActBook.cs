using Ops.Portal.SignIn;

namespace Ops.Portal.Acts;

/// <summary>The commands of a department, in the order in which their buttons stand.</summary>
public interface IActs
{
    /// <summary>All of them.</summary>
    IReadOnlyList<Act> All { get; }
}

/// <summary>Every department's commands.</summary>
internal sealed class ActBook(IEnumerable<IActs> departments)
{
    private readonly IReadOnlyList<Act> _all = [.. departments.SelectMany(department => department.All)];

    /// <summary>Those of these that a page has a button for.</summary>
    public IEnumerable<Act> Of(IEnumerable<string>? offered) =>
        _all.IntersectBy(offered ?? [], act => act.Operation, StringComparer.Ordinal);
}

/// <summary>The commands of all departments.</summary>
internal static class ActsFeature
{
    public static WebApplicationBuilder AddActs(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ActBook>().AddScoped<OneForm>().AddScoped<IOpenForm>(
            services => services.GetRequiredService<OneForm>());
        return builder;
    }
}
