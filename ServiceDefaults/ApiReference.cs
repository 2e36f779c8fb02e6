using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.OpenApi;

namespace Ops.ServiceDefaults;

/// <summary>The description of a process's routes (OpenAPI), and how whoever reads it signs in.</summary>
public static class ApiReference
{
    /// <summary>The name of the way to sign in, in every document.</summary>
    public const string SignIn = "sign-in";

    /// <summary>The name of the way with a token that one has already.</summary>
    public const string Token = "token";

    /// <summary>What a person's token is asked for with: the audience of every service.</summary>
    public const string Scope = "ops";

    /// <summary>
    /// Whether routes are described to whoever asks: the setting <c>ApiReference:Open</c>; by itself so everywhere but in Production. The documents have to be read before anybody can sign in from
    /// them, so it is all or nothing.
    /// </summary>
    public static bool IsOpen(IConfiguration configuration, IHostEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return configuration.GetValue("ApiReference:Open", !environment.IsProduction());
    }

    /// <summary>Says in a document how one signs in: at the authority whose tokens this process takes, as that authority itself tells it.</summary>
    internal sealed class SigningIn(IOptionsMonitor<JwtBearerOptions> bearer) : IOpenApiDocumentTransformer
    {
        public async Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
        {
            // Behind the gateway the address under which a service was asked is nobody's: routes begin at wherever the document was read.
            document.Servers = [new() { Url = "/" }];
            document.AddComponent<IOpenApiSecurityScheme>(Token, new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT", Description = "A token that one has already." });
            document.Security = [new() { [new OpenApiSecuritySchemeReference(Token, document)] = [] }];
            if (await AuthorityAsync(cancellationToken) is not { AuthorizationEndpoint: { Length: > 0 } authorize, TokenEndpoint: { Length: > 0 } token })
                return;

            document.AddComponent<IOpenApiSecurityScheme>(SignIn, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.OAuth2,
                Description = "Signing in as a member of staff.",
                Flows = new OpenApiOAuthFlows
                {
                    AuthorizationCode = new OpenApiOAuthFlow
                    {
                        AuthorizationUrl = new Uri(authorize),
                        TokenUrl = new Uri(token),
                        Scopes = new Dictionary<string, string>(StringComparer.Ordinal) { [Scope] = "All that one's post includes" },
                    },
                },
            });
            document.Security.Insert(0, new() { [new OpenApiSecuritySchemeReference(SignIn, document)] = [Scope] });
        }

        /// <summary>What the authority tells of itself; null while it does not answer.</summary>
        private async Task<OpenIdConnectConfiguration?> AuthorityAsync(CancellationToken cancellationToken)
        {
            try
            {
                return bearer.Get(JwtBearerDefaults.AuthenticationScheme).ConfigurationManager is { } authority ? await authority.GetConfigurationAsync(cancellationToken) : null;
            }
            catch (Exception failure) when (failure is InvalidOperationException or IOException or HttpRequestException)
            {
                return null;
            }
        }
    }
}
