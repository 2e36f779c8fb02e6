using System.Reflection;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.OpenApi;
using Ops.Platform.Texts;

namespace Ops.ServiceDefaults;

/// <summary>The description of a process's routes (OpenAPI), and how whoever reads it signs in.</summary>
public static class ApiReference
{
    /// <summary>The name of the way to sign in, in every document.</summary>
    public const string SignIn = "sign-in";

    /// <summary>The name of the way with a token that one has already.</summary>
    public const string Token = "token";

    /// <summary>The parameter of a query that names the language of the answer.</summary>
    public const string Language = "language";

    /// <summary>The member of an operation that names the permission that it asks for.</summary>
    public const string PermissionMember = "x-permission";

    /// <summary>
    /// The member of an operation that names the posts that have its permission in a new installation.
    /// </summary>
    public const string PostsMember = "x-posts";

    /// <summary>The member of an operation that names what it asks for beside, by what the request is about.</summary>
    public const string FurtherPermissionsMember = "x-further-permissions";

    /// <summary>What a person's token is asked for with: the audience of every service.</summary>
    public const string Scope = "ops";

    /// <summary>
    /// Whether routes are described to whoever asks: the setting <c>ApiReference:Open</c>; by itself so everywhere but
    /// in Production. The documents have to be read before anybody can sign in from them, so it is all or nothing.
    /// </summary>
    public static bool IsOpen(IConfiguration configuration, IHostEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return configuration.GetValue("ApiReference:Open", !environment.IsProduction());
    }

    /// <summary>
    /// A group of routes that belong together for their reader, under the prefix that they have already. The documents
    /// tell them under this name, with this sentence: codes of texts, as a route's summary and description are.
    /// </summary>
    /// <param name="routes">What the group is mapped in.</param>
    /// <param name="name">A word or two, e.g. <c>handover.feature</c>.</param>
    /// <param name="description">A sentence that says what one does there, e.g. <c>handover.feature.about</c>.</param>
    public static RouteGroupBuilder MapFeature(this IEndpointRouteBuilder routes, string name, string description) =>
        routes.MapGroup("").WithTags(name).WithMetadata(new Feature(name, description));

    /// <summary>What a group of routes is for.</summary>
    internal sealed record Feature(string Name, string Description);

    /// <summary>
    /// Says in a document, in its reader's language, whose it is, what each group of its routes is for and what each
    /// route does. A process is called by its texts <c>service.title</c> and <c>service.about</c>.
    /// </summary>
    internal sealed class Describing(IHostEnvironment environment, ITexts texts) : IOpenApiDocumentTransformer
    {
        public Task TransformAsync(
            OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
        {
            document.Info.Title = Say("service.title");
            document.Info.Description = Say("service.about");
            document.Info.Version = Assembly.Load(environment.ApplicationName).GetName().Version?.ToString(3);
            document.Tags = context.DescriptionGroups.SelectMany(group => group.Items)
                .SelectMany(route => route.ActionDescriptor.EndpointMetadata.OfType<Feature>()).Distinct()
                .Select(feature => new OpenApiTag { Name = Say(feature.Name), Description = Say(feature.Description) })
                .ToHashSet();
            foreach (var operation in document.Paths.Values
                .SelectMany(path => path.Operations ?? []).Select(one => one.Value))
            {
                operation.Summary = Say(operation.Summary);
                operation.Description = Say(operation.Description);
                operation.Tags = operation.Tags?
                    .Select(tag => new OpenApiTagReference(Say(tag.Reference.Id)!, document)).ToHashSet();
            }

            return Task.CompletedTask;
        }

        private string? Say(string? code) => code is null ? null : texts.Render(Text.Of(code));
    }

    /// <summary>
    /// Says in a document how one signs in: at the authority whose tokens this process takes, as that authority itself
    /// tells it.
    /// </summary>
    internal sealed class SigningIn(IOptionsMonitor<JwtBearerOptions> bearer, ITexts texts)
        : IOpenApiDocumentTransformer
    {
        public async Task TransformAsync(
            OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
        {
            // Behind the gateway the address under which a service was asked is nobody's: routes begin at wherever the
            // document was read.
            document.Servers = [new() { Url = "/" }];
            document.AddComponent<IOpenApiSecurityScheme>(Token, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = "JWT",
                Description = texts.Render(Text.Of("reference.token")),
            });
            if (await AuthorityAsync(cancellationToken) is not
                { AuthorizationEndpoint: { Length: > 0 } authorize, TokenEndpoint: { Length: > 0 } token })
            {
                Require(document, withSignIn: false);
                return;
            }

            document.AddComponent<IOpenApiSecurityScheme>(SignIn, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.OAuth2,
                Description = texts.Render(Text.Of("reference.sign-in")),
                Flows = new OpenApiOAuthFlows
                {
                    AuthorizationCode = new OpenApiOAuthFlow
                    {
                        AuthorizationUrl = new Uri(authorize),
                        TokenUrl = new Uri(token),
                        Scopes = new Dictionary<string, string>(StringComparer.Ordinal)
                        {
                            [Scope] = texts.Render(Text.Of("reference.scope")),
                        },
                    },
                },
            });
            Require(document, withSignIn: true);
        }

        /// <summary>
        /// Each operation asks for a token with its permission, by whichever way one has come to it. As OpenAPI 3.1 has
        /// it, the names beside a scheme without scopes are the roles that are needed.
        /// </summary>
        private static void Require(OpenApiDocument document, bool withSignIn)
        {
            document.Security = Ways(document, withSignIn, []);
            foreach (var operation in document.Paths.Values.SelectMany(path => path.Operations ?? []))
            {
                operation.Value.Security =
                    operation.Value.Extensions?[PermissionMember] is JsonNodeExtension permission
                        ? Ways(document, withSignIn, [permission.Node.GetValue<string>()])
                        : null;
            }
        }

        private static List<OpenApiSecurityRequirement> Ways(
            OpenApiDocument document, bool withSignIn, List<string> roles)
        {
            List<OpenApiSecurityRequirement> ways = [new() { [new(Token, document)] = roles }];
            if (withSignIn)
                ways.Insert(0, new() { [new(SignIn, document)] = [Scope] });
            return ways;
        }

        /// <summary>What the authority tells of itself; null while it does not answer.</summary>
        private async Task<OpenIdConnectConfiguration?> AuthorityAsync(CancellationToken cancellationToken)
        {
            try
            {
                return bearer.Get(JwtBearerDefaults.AuthenticationScheme).ConfigurationManager is { } authority
                    ? await authority.GetConfigurationAsync(cancellationToken)
                    : null;
            }
            catch (Exception failure) when (failure is InvalidOperationException or IOException or HttpRequestException)
            {
                return null;
            }
        }
    }
}
