using System.Text.Json;
using System.Text.Json.Serialization;
using Ops.Portal.Calls;

namespace Ops.Portal.Calls
{
    /// <summary>
    /// Members of enumerations in lists are sent and read by their names. For a member by itself the generated code
    /// says so; for a list of them it cannot, and would send numbers, which no service takes.
    /// </summary>
    internal static class ListedEnums
    {
        public static void ByTheirNames(this JsonSerializerOptions settings) =>
            settings.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
    }
}

namespace Ops.Portal.Clients.SalesControl
{
    /// <summary>Members of enumerations by their names.</summary>
    public partial class SalesControlClient
    {
        static partial void UpdateJsonSerializerSettings(JsonSerializerOptions settings) => settings.ByTheirNames();
    }
}

namespace Ops.Portal.Clients.RecordsArchive
{
    /// <summary>Members of enumerations by their names.</summary>
    public partial class RecordsArchiveClient
    {
        static partial void UpdateJsonSerializerSettings(JsonSerializerOptions settings) => settings.ByTheirNames();
    }
}

namespace Ops.Portal.Clients.Identity
{
    /// <summary>Members of enumerations by their names.</summary>
    public partial class IdentityClient
    {
        static partial void UpdateJsonSerializerSettings(JsonSerializerOptions settings) => settings.ByTheirNames();
    }
}

namespace Ops.Portal.Clients.ClientAttribution
{
    /// <summary>Members of enumerations by their names.</summary>
    public partial class ClientAttributionClient
    {
        static partial void UpdateJsonSerializerSettings(JsonSerializerOptions settings) => settings.ByTheirNames();
    }
}
