using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Ops.Platform.Departments;

/// <summary>Reads a command's body as the framework would for a handler, and fails as it would.</summary>
internal static class RequestBody
{
    public static async ValueTask<TRequest> ReadAsync<TRequest>(HttpContext http)
        where TRequest : class
    {
        if (!http.Request.HasJsonContentType())
        {
            throw http.Request.ContentLength is > 0 || http.Request.ContentType is not null
                ? new BadHttpRequestException("Expected JSON.", StatusCodes.Status415UnsupportedMediaType)
                : new BadHttpRequestException("There is no body.");
        }

        var options = http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        try
        {
            return await JsonSerializer.DeserializeAsync<TRequest>(http.Request.Body, options, http.RequestAborted)
                ?? throw new BadHttpRequestException("It is null.", new JsonException(null, "$", null, null));
        }
        catch (JsonException unreadable)
        {
            throw new BadHttpRequestException("The body cannot be read.", unreadable);
        }
    }
}
