using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Ops.Platform.Commands;

/// <summary>
/// No list and no map of a body holds null: a type's nullable annotations are respected by the serializer, but not
/// those of its elements. Which element it is says <see cref="BodyFaults"/>.
/// </summary>
internal static class NullElements
{
    /// <summary>Has each thing that is read looked through, if it has lists or maps.</summary>
    public static void Refuse(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object || type.OnDeserialized is not null)
            return;
        var lists = type.Properties
            // What a body has given; not what is made of it.
            .Where(member => member.Get is not null && (member.Set ?? (object?)member.AssociatedParameter) is not null
                && member.PropertyType != typeof(string) && member.PropertyType.IsAssignableTo(typeof(IEnumerable)))
            .Select(member => member.Get!).ToList();
        if (lists.Count == 0)
            return;
        type.OnDeserialized = thing =>
        {
            if (lists.Any(list => HoldsNull(list(thing))))
                throw new JsonException("An element is null.");
        };
    }

    private static bool HoldsNull(object? value) => value switch
    {
        null or string => false,
        IDictionary map => map.Values.Cast<object?>().Any(element => element is null || HoldsNull(element)),
        IEnumerable list => list.Cast<object?>().Any(element => element is null || HoldsNull(element)),
        _ => false,
    };
}
