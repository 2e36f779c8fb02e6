using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Core.Interceptors;
using NodaTime;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.ServiceDefaults;
using V1 = Ops.SalesControl.Contracts.V1;

namespace Ops.SalesControl.Prices;

/// <summary>
/// CS-4: another service's question about a price, over gRPC: asked with whoever's token the question is, answered from
/// the same book as over HTTP.
/// </summary>
internal sealed class PriceAnswers(PriceQuestions questions, ITexts texts) : V1.Prices.PricesBase
{
    private const int LongestCode = 100;

    [Rule("CS-7", "another service's question")]
    public override async Task<V1.UnitPrice> Get(V1.GetPriceRequest request, ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        var actor = Actor.From(context.GetHttpContext().User);
        if (!IsCode(request.Project) || !IsCode(request.Unit))
            throw Status(Refused.Input(null, "unit", Text.Of("prices.unit-missing")));
        // The caller's deadline: whoever does not wait any more is not answered.
        var cancellationToken = context.CancellationToken;
        var (site, unit) = Allowed(
            await questions.FindUnitAsync(request.Project, request.Unit, actor, cancellationToken));
        var at = request.At is null
            ? new At(questions.Now)
            : Allowed(PriceTime.Check(Read(request.At), site.CreatedAt));
        var price = await questions.Prices.GetAsync(unit, at.Instant, cancellationToken);
        return new V1.UnitPrice
        {
            Project = site.Code,
            Unit = request.Unit,
            At = Write(at.Instant),
            Price = price is null ? null : Show(price),
        };
    }

    private static bool IsCode(string text) => text.Length is > 0 and <= LongestCode && !text.Any(char.IsControl);

    private static V1.PriceInForce Show(PriceInForce price)
    {
        var money = Money.Of(price.Price);
        return new()
        {
            Amount = money.Amount,
            Currency = money.Currency,
            Version = price.Version,
            PriceListId = price.PriceListId.ToString(),
            EffectiveAt = Write(price.EffectiveAt),
        };
    }

    /// <summary>A timestamp is what a caller sent: one that says no time is refused.</summary>
    private Instant Read(Timestamp at)
    {
        try
        {
            return Instant.FromDateTimeOffset(at.ToDateTimeOffset());
        }
        catch (InvalidOperationException)
        {
            throw Status(Refused.Input(null, "at", Text.Of("prices.no-time")));
        }
    }

    private static Timestamp Write(Instant at) => Timestamp.FromDateTimeOffset(at.ToDateTimeOffset());

    private T Allowed<T>(Outcome<T> outcome)
        where T : notnull => outcome.Refusal is { } refusal ? throw Status(refusal) : outcome.Value;

    private RpcException Status(Refused refusal) => new(new Status(
        refusal.Kind switch
        {
            RefusalKind.Missing => StatusCode.NotFound,
            RefusalKind.Input => StatusCode.InvalidArgument,
            RefusalKind.Forbidden => StatusCode.PermissionDenied,
            _ => StatusCode.FailedPrecondition,
        },
        texts.Render(refusal.Text)));
}

/// <summary>
/// A database that is away is no mistake of the caller's: it is told as gRPC tells it, and may be asked again.
/// </summary>
internal sealed class StorageStatus(ITexts texts) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (Exception failure)
            when (!context.CancellationToken.IsCancellationRequested && StorageFailures.IsUnavailable(failure))
        {
            throw new RpcException(new Status(StatusCode.Unavailable, texts.Render(Text.Of("problem.storage-away"))));
        }
    }
}

/// <summary>Where it is served.</summary>
internal static class PriceAnswersEndpoint
{
    public static void MapPriceAnswers(this IEndpointRouteBuilder app) =>
        app.MapGrpcService<PriceAnswers>().RequirePermission(SalesControlPermissions.ReadBoard);
}
