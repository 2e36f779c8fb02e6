using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ops.Portal.Clients.SalesControl;

/// <summary>
/// What the generated code leaves out: of an enumeration it writes a member by its name, but the members of a list by
/// their numbers, which no service takes.
/// </summary>
public partial class SalesControlClient
{
    static partial void UpdateJsonSerializerSettings(JsonSerializerOptions settings) =>
        settings.Converters.Add(new JsonStringEnumConverter());
}
