using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Ops.Platform.Commands;

/// <summary>
/// A command's body may be read twice: by the handler; and to tell it from another body under the same Idempotency-Key,
/// or to say all that is wrong with it.
/// </summary>
internal sealed class BodyBuffering : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(static (context, following) =>
        {
            if (context.Request.Headers.ContainsKey("Idempotency-Key") || context.Request.HasJsonContentType())
                context.Request.EnableBuffering();
            return following(context);
        });
        next(app);
    };
}
