using System.Net.Mime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Ops.ServiceDefaults;

/// <summary>
/// A HEAD is answered as the GET of the same address is, without its body (RFC 9110). It stands before the routes are
/// looked up, so that every GET has it and none must say so.
/// </summary>
internal sealed class HeadRequests(IOptions<HeadOptions> options) : IStartupFilter
{
    private const string EventStream = MediaTypeNames.Text.EventStream;

    /// <inheritdoc />
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((context, rest) =>
            HttpMethods.IsHead(context.Request.Method) && options.Value.IsAnsweredHere(context.Request.Path)
                ? AnswerAsync(context, rest)
                : rest(context));
        next(app);
    };

    private static async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        var (aborted, sent) = (context.RequestAborted, context.Features.GetRequiredFeature<IHttpResponseBodyFeature>());
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        // A stream of events has no end, and its headers are all that was asked for.
        await using var body = new Discarded(() => context.Response.ContentType?.StartsWith(
            EventStream, StringComparison.OrdinalIgnoreCase) == true ? enough.CancelAsync() : Task.CompletedTask);
        context.Request.Method = HttpMethods.Get;
        context.RequestAborted = enough.Token;
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(body, sent));
        try
        {
            await next(context);
        }
        finally
        {
            context.Features.Set(sent);
            context.RequestAborted = aborted;
        }
    }

    /// <summary>Takes a body and keeps nothing of it.</summary>
    /// <param name="written">Is told of each part.</param>
    private sealed class Discarded(Func<Task> written) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count)
        {
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => written();

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            written();

        public override ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => new(written());
    }
}

/// <summary>Which HEADs a process answers itself: all of them, but for one that passes requests on.</summary>
public sealed class HeadOptions
{
    /// <summary>Whether a path is answered here; otherwise whoever it is passed on to answers it.</summary>
    public Func<PathString, bool> IsAnsweredHere { get; set; } = static _ => true;
}
