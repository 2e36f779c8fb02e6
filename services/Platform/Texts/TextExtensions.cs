using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Ops.Platform.Texts;

/// <summary>Gives a process its texts.</summary>
public static class TextExtensions
{
    /// <summary>Adds the texts of an assembly, and of those of ours that it refers to: every <c>Texts.resx</c>.</summary>
    public static IServiceCollection AddTexts(this IServiceCollection services, Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddSingleton(new TextSource(assembly));
        services.TryAddSingleton<TextCatalogue>();
        services.TryAddSingleton<ITexts, TextRenderer>();
        return services;
    }
}
