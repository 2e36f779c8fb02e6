using System.Text.Json.Serialization.Metadata;
using FluentValidation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NodaTime;
using NodaTime.Serialization.SystemTextJson;
using Ops.Platform.Storage;
using Ops.ServiceDefaults;

namespace Ops.Platform.Commands;

/// <summary>
/// How a command over HTTP becomes one change: a transaction, once for each Idempotency-Key, with the answer kept in
/// it.
/// </summary>
public static class CommandExtensions
{
    /// <summary>
    /// Registers what commands need: JSON as the API writes and reads it, the validators of the assembly of
    /// <typeparamref name="TMarker"/>, the answers' schema, and the problems for a database that is away.
    /// </summary>
    public static IHostApplicationBuilder AddCommands<TMarker>(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddPlatformSchema(
            new PlatformSchema(
                "commands", typeof(CommandExtensions).Assembly,
                "GRANT SELECT, INSERT, UPDATE, DELETE ON commands.answers TO {role};"));
        builder.Services.AddDataProtection();
        builder.Services.Configure<JsonOptions>(options => ApiJson.Configure(options.SerializerOptions));
        builder.Services.ConfigureAll<OpenApiOptions>(document => document.AddSchemaTransformer<ValidatedMembers>());
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        // Made once: they keep nothing, and making one compiles its expressions.
        builder.Services.AddValidatorsFromAssemblyContaining<TMarker>(
            ServiceLifetime.Singleton, includeInternalTypes: true);
        // In front of the general handler, which answers 500 to what it does not know.
        builder.Services.AddSingleton<IExceptionHandler, StorageExceptionHandler>();
        builder.Services.AddSingleton<IExceptionHandler, BadRequestHandler>();
        builder.Services.AddSingleton<IStartupFilter, CommandLog>();
        builder.Services.AddSingleton<IStartupFilter, BodyBuffering>();
        builder.Services.AddSingleton<LineUp>();
        builder.Services.AddLoop<AnswerRetention>();
        return builder;
    }

    /// <summary>
    /// Makes a POST a command: the handler runs inside a <c>UnitOfWork</c>; a 2xx answer commits, any other rolls back.
    /// Honours <c>Idempotency-Key</c>, refuses unknown JSON members, validates the body with FluentValidation where a
    /// validator is registered, and needs <paramref name="permission"/>.
    /// </summary>
    public static RouteHandlerBuilder AsCommand(this RouteHandlerBuilder route, string permission) =>
        route.RequirePermission(permission).AddEndpointFilter(CommandFilter.InvokeAsync).WithMetadata(new IsCommand());

    /// <summary>
    /// For a command whose answer must not lie in the database, as personal data in full must not: its
    /// <c>Idempotency-Key</c> is not looked at, and each call is a change of its own.
    /// </summary>
    public static TBuilder WithoutKeptAnswer<TBuilder>(this TBuilder command)
        where TBuilder : IEndpointConventionBuilder => command.WithMetadata(new AnswerNotKept());

    /// <summary>
    /// For a command that many may want to give at once on the same thing: they line up in the order in which they
    /// came, without a connection each, and those who want another thing go on.
    /// </summary>
    /// <param name="command">The command.</param>
    /// <param name="by">The values of the route that name the thing.</param>
    public static TBuilder LinesUpBy<TBuilder>(this TBuilder command, params string[] by)
        where TBuilder : IEndpointConventionBuilder => command.WithMetadata(new LinesUp(by));
}

/// <summary>Marks a command whose answer is not kept.</summary>
internal sealed record AnswerNotKept;

/// <summary>JSON as the API writes and reads it.</summary>
public static class ApiJson
{
    /// <summary>
    /// camelCase, enumerations as camelCase strings, NodaTime's types, nothing unknown, nothing missing, nothing twice,
    /// nothing null that must not be.
    /// </summary>
    public static void Configure(System.Text.Json.JsonSerializerOptions json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow;
        json.AllowDuplicateProperties = false;
        json.RespectNullableAnnotations = true;
        json.RespectRequiredConstructorParameters = true;
        // 中文 and +08:00 as they are: an answer is JSON, sent as such with nosniff, and is never pasted into a page
        // unescaped.
        json.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        json.PropertyNameCaseInsensitive = false;
        json.NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.Strict;
        json.Converters.Add(new WordsInJson());
        json.Converters.Add(new StorableText());
        json.ConfigureForNodaTime(DateTimeZoneProviders.Tzdb);
        json.TypeInfoResolver = (json.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver())
            .WithAddedModifier(NullElements.Refuse);
    }
}
