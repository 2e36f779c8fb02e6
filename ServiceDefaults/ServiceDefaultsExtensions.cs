using System.Diagnostics;
using System.Reflection;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Ops.Platform.Texts;
using Ops.ServiceDefaults.Description;

namespace Ops.ServiceDefaults;

/// <summary>What every process gets: telemetry, health, problem details, authentication.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>The largest request body that a route takes unless it says otherwise: 1 MiB.</summary>
    public const long MaxRequestBody = 1024 * 1024;

    /// <summary>
    /// By how much the clocks of an authority and a service may differ: a token is taken for so long after its end.
    /// </summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Registers it all. Settings are ASP.NET Core's own: <c>Authentication:Schemes:Bearer</c>, <c>OTEL_…</c>,
    /// <c>Logging</c>; and <c>PublicAddress</c> and <c>TrustedProxies</c>.
    /// </summary>
    public static IHostApplicationBuilder AddServiceDefaults(this IHostApplicationBuilder builder)
    {
        builder.AddProcessDefaults();
        builder.AddTokens();
        builder.Services.AddOpenApi(document =>
        {
            document.AddDocumentTransformer<ApiReference.Describing>();
            document.AddDocumentTransformer<ApiReference.SigningIn>();
            document.AddDocumentTransformer<ProblemAnswers>();
            document.AddDocumentTransformer<NamedWords>();
            document.AddOperationTransformer<OperationDescription>();
            document.AddSchemaTransformer<SchemaTypes>();
            document.CreateSchemaReferenceId = SchemaTypes.NameOf;
        });
        builder.Services.AddSingleton<Examples>();
        builder.Services.AddSingleton<PermissionPosts>();
        builder.Services.AddSingleton<QueryParameters>();
        return builder;
    }

    /// <summary>
    /// What of it a process has that people's browsers sign in to by themselves: all but tokens and documents.
    /// </summary>
    public static IHostApplicationBuilder AddProcessDefaults(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddTelemetry();
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), ["live"]);
        builder.Services.AddLoops();
        builder.Services.AddSingleton(services => CompanyTime.Of(services.GetRequiredService<IConfiguration>()));
        builder.Services.AddTexts(Assembly.Load(builder.Environment.ApplicationName));
        builder.Services.AddProblems();
        builder.AddTrustedProxies();
        builder.Services.AddSingleton<IStartupFilter, HeadRequests>();
        builder.Services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBody;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
            RequestHeaders.LetThrough(kestrel);
        });
        builder.Services.Configure<RequestLocalizationOptions>(RequestLanguage.Configure);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(20));
        return builder;
    }

    /// <summary>
    /// Puts it in the pipeline and maps <c>/health</c> (is it ready) and <c>/alive</c> (does it run), which need no
    /// token.
    /// </summary>
    /// <exception cref="InvalidOperationException">A setting that the message names cannot be right.</exception>
    /// <param name="app">The process.</param>
    /// <param name="prefix">
    /// The public prefix of its routes; its OpenAPI document is at <c>{prefix}/openapi.json</c> where that is open
    /// (<see cref="ApiReference"/>). Null for a process without routes of its own.
    /// </param>
    public static WebApplication UseServiceDefaults(this WebApplication app, string? prefix = null)
    {
        app.UseProcessDefaults();
        app.Use(BusinessTimeHeader.PutAsync);
        app.Use(BodyLimit.CheckAsync);
        app.Use(QueryParameters.CheckAsync);
        if (prefix is not null && ApiReference.IsOpen(app.Configuration, app.Environment))
            app.MapOpenApi($"{prefix}/openapi.json").AllowAnonymous();
        return app;
    }

    /// <summary>The same for a process that people's browsers sign in to by themselves.</summary>
    /// <exception cref="InvalidOperationException">A setting that the message names cannot be right.</exception>
    public static WebApplication UseProcessDefaults(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        _ = app.Services.GetRequiredService<CompanyTime>();
        PublicAddress.Check(app.Configuration, app.Environment);
        AuthoritySettings.From(app.Configuration, app.Environment).Check(app.Environment);
        app.UseForwardedHeaders();
        app.UsePublicAddress();
        app.UseRequestLocalization();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.Use(static (context, next) =>
        {
            var traceId = Activity.Current?.TraceId.ToHexString();
            // At the very end, so that the gateway's own stand where a service behind it has set them too.
            context.Response.OnStarting(() =>
            {
                SecurityHeaders.Put(context);
                if (traceId is not null)
                    context.Response.Headers["X-Trace-Id"] = traceId;
                return Task.CompletedTask;
            });
            return next(context);
        });
        app.Use(RequestHeaders.CheckAsync);
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapHealthChecks("/health", new HealthCheckOptions { ResponseWriter = WriteHealthAsync }).AllowAnonymous();
        app.MapHealthChecks("/alive", new HealthCheckOptions { Predicate = check => check.Tags.Contains("live") })
            .AllowAnonymous();
        return app;
    }

    /// <summary>
    /// The caller's token must hold this permission (claim <c>permission</c>); without it 403, without a token 401.
    /// </summary>
    public static TBuilder RequirePermission<TBuilder>(this TBuilder endpoint, string permission)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint
            .RequireAuthorization(policy =>
                policy.RequireAuthenticatedUser().AddRequirements(new PermissionRequirement(permission)))
            .WithMetadata(new PermissionMetadata(permission));

    /// <summary>
    /// By the machine's time as the process has it; a token without an end is none. The clock is moved and not the
    /// token's times: one that it does not have may come as the first instant that there is.
    /// </summary>
    private static bool IsGood(DateTime? from, DateTime? until, DateTime now, TimeSpan skew) =>
        until is { } end && now - skew < end && (from is not { } begin || now + skew > begin);

    /// <summary>
    /// The one word, and below it a line for each check that is not well. Of one that threw, its name alone: anyone
    /// reads it, and what was thrown may hold anything.
    /// </summary>
    private static Task WriteHealthAsync(HttpContext context, HealthReport report)
    {
        var lines = report
            .Entries.Where(entry => entry.Value.Status != HealthStatus.Healthy)
            .Select(entry =>
                entry.Value is { Exception: null, Description: { } said } ? $"{entry.Key}: {said}" : entry.Key)
            .Prepend(report.Status.ToString());
        context.Response.ContentType = "text/plain";
        return context.Response.WriteAsync(string.Join('\n', lines), context.RequestAborted);
    }

    private static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        // What the frameworks say of each request and statement is in the traces; the log is for what happened.
        foreach (
            var chatty in (string[])
                [
                    "Microsoft.AspNetCore",
                    "Microsoft.EntityFrameworkCore",
                    "Yarp",
                    "System.Net.Http",
                    "Polly",
                    "OpenIddict",
                ])
            builder.Logging.AddFilter(chatty, LogLevel.Warning);
        // A broker that is away, or a subscriber that is not there yet, is told by the dispatcher and at /health; not
        // with each message's stack.
        builder.Logging.AddFilter("MassTransit", LogLevel.Critical);
        // An expected miss: the first migration asks for its own history.
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.Critical);
        // What is not well says so in its own words and at /health; not once more at each question.
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });
        var telemetry = builder
            .Services.AddOpenTelemetry()
            .WithMetrics(metrics =>
                metrics
                    .AddAspNetCoreInstrumentation()
                    .AddHttpClientInstrumentation()
                    .AddRuntimeInstrumentation()
                    .AddMeter("Ops.*", "Npgsql"))
            .WithTracing(tracing =>
                tracing
                    // As the caller decided; without a caller, only what somebody caused. It stands above
                    // OTEL_TRACES_SAMPLER, which Aspire sets to always_on.
                    .SetSampler(new ParentBasedSampler(new Telemetry.CausedOnly()))
                    .AddAspNetCoreInstrumentation(options =>
                        options.Filter = static context => context.Request.Path.Value is not ("/health" or "/alive"))
                    .AddHttpClientInstrumentation()
                    // Not MassTransit: its spans (send, receive, process) say less than ours, which lie around them.
                    .AddSource("Ops.*", "Npgsql"));
        if (!string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            telemetry.UseOtlpExporter();
    }

    private static void AddProblems(this IServiceCollection services)
    {
        services.AddProblemDetails(options => options.CustomizeProblemDetails = static context =>
        {
            var problem = context.ProblemDetails;
            StatusTexts.Tell(context);
            problem.Extensions["traceId"] =
                Activity.Current?.TraceId.ToHexString() ?? context.HttpContext.TraceIdentifier;
            // The default for a failed binding tells a developer's story; what is wrong with the input is told by
            // whoever read it.
            problem.Extensions.Remove("exception");
        });
        services.AddSingleton<IProblemDetailsWriter, ProblemsForAnybody>();
    }

    private static void AddTokens(this IHostApplicationBuilder builder)
    {
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(bearer =>
        {
            bearer.MapInboundClaims = false;
            AuthoritySettings.From(builder.Configuration, builder.Environment).Apply(bearer);
            // An authority that was away is asked again soon: a service does not depend on the order of starts.
            bearer.RefreshInterval = TimeSpan.FromSeconds(5);
            // A key that the authority has withdrawn is not trusted for half a day.
            bearer.AutomaticRefreshInterval = TimeSpan.FromMinutes(5);
            bearer.TokenValidationParameters.NameClaimType = "sub";
            bearer.TokenValidationParameters.ValidAlgorithms = ["ES256", "RS256"];
            bearer.TokenValidationParameters.ClockSkew = ClockSkew;
            bearer.TokenValidationParameters.ValidateAudience = true;
            bearer.EventsType = typeof(TokenEvents);
            bearer.TokenHandlers.Clear();
        });
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder
            .Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<TimeProvider>(
                (bearer, time) =>
                {
                    bearer.TokenValidationParameters.LifetimeValidator = (from, until, _, parameters) =>
                        IsGood(from, until, time.GetUtcNow().UtcDateTime, parameters.ClockSkew);
                    bearer.TokenHandlers.Add(new TokenMemory(new ClaimNames(builder.Configuration), time));
                });
        builder.Services.AddSingleton<TokenEvents>();
        builder.Services.AddSingleton<IAuthorizationHandler, PermissionHandler>();
        builder
            .Services.AddAuthorizationBuilder()
            .SetFallbackPolicy(
                new AuthorizationPolicyBuilder()
                    .RequireAuthenticatedUser()
                    .AddRequirements(new PermissionRequirement(PermissionRequirement.None))
                    .Build());
    }
}
