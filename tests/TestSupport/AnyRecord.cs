using System.Text.Json;
using Ops.Platform.Registers;

namespace Ops.TestSupport;

/// <summary>What a test records in a register: any members.</summary>
public sealed class AnyRecord : Dictionary<string, JsonElement>, IRegisterRecord
{
    private AnyRecord(IEnumerable<KeyValuePair<string, JsonElement>> members)
        : base(members, StringComparer.Ordinal)
    {
    }

    /// <summary>The members of an object, under their own names.</summary>
    public static AnyRecord Of(object members) => new(
        JsonSerializer.SerializeToElement(members).EnumerateObject()
            .Select(member => KeyValuePair.Create(member.Name, member.Value)));
}
