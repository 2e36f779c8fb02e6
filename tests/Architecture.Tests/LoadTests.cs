extern alias archive;
extern alias clients;
extern alias identity;
extern alias sales;

using Ops.Platform.Departments;
using Xunit;

namespace Ops.Architecture.Tests;

/// <summary>Whatever happens to a thing happens where the pipeline applies it: after what is due.</summary>
public sealed class LoadTests
{
    [Fact]
    public void What_loads_a_thing_has_no_pipeline_by_which_it_could_apply_an_event()
    {
        var loads = new[]
        {
            typeof(sales::Program), typeof(archive::Program), typeof(clients::Program), typeof(identity::Program),
        }.SelectMany(program => program.Assembly.GetTypes()).Where(Loads).ToList();
        Assert.InRange(loads.Count, 40, 400);
        Assert.Empty(
            from load in loads where NeededBy(load, []).Contains(typeof(Pipeline)) select load.FullName);
    }

    private static bool Loads(Type type) => type is { IsClass: true, IsAbstract: false }
        && type.GetInterfaces().Any(one => one.IsGenericType
            && (one.GetGenericTypeDefinition() == typeof(ILoad<,>)
                || one.GetGenericTypeDefinition() == typeof(ISource<>)));

    /// <summary>What a type's constructors ask for, and what that asks for in turn.</summary>
    private static HashSet<Type> NeededBy(Type type, HashSet<Type> seen)
    {
        foreach (var needed in type.GetConstructors().SelectMany(one => one.GetParameters())
            .Select(parameter => parameter.ParameterType)
            .Where(needed => needed.Namespace?.StartsWith("Ops.", StringComparison.Ordinal) == true))
        {
            if (seen.Add(needed))
                NeededBy(needed, seen);
        }

        return seen;
    }
}
