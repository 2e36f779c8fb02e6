using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.IdentityModel.Tokens;

namespace Ops.ServiceDefaults;

/// <summary>
/// Whose tokens a process takes, and where it reads their keys: the section <c>Authentication:Schemes:Bearer</c>, under
/// JwtBearer's own names. Without an authority it is Identity behind the <see cref="PublicAddress"/>.
/// </summary>
/// <param name="Authority">The issuer of the tokens; null where none is named.</param>
/// <param name="Metadata">An inner address of the authority's metadata; null where it is read under its own.</param>
/// <param name="RequireHttps">Whether it must be read over https: by itself in Production alone.</param>
public sealed record AuthoritySettings(Uri? Authority, Uri? Metadata, bool RequireHttps)
{
    private const string Section = "Authentication:Schemes:Bearer";
    private const string Variable = "Authentication__Schemes__Bearer__";

    /// <summary>Reads them.</summary>
    /// <exception cref="InvalidOperationException">One of them is no address.</exception>
    public static AuthoritySettings From(IConfiguration configuration, IHostEnvironment environment)
    {
        var section = configuration.GetSection(Section);
        return new(
            Address(section, nameof(JwtBearerOptions.Authority)) ?? PublicAddress.Of(configuration),
            Address(section, nameof(JwtBearerOptions.MetadataAddress)),
            section.GetValue(nameof(JwtBearerOptions.RequireHttpsMetadata), environment.IsProduction()));
    }

    /// <summary>
    /// Asks the authority where it is reached inside, whatever address it tells; null where it is reached under its
    /// own.
    /// </summary>
    public HttpMessageHandler? Inner() =>
        Authority is not null && Metadata is not null ? new InnerAddress(Authority, Metadata) : null;

    /// <summary>Says which setting is wrong where otherwise every request would fail.</summary>
    /// <exception cref="InvalidOperationException">
    /// In Production, no authority; or it would be asked over plain HTTP, which nobody has allowed.
    /// </exception>
    internal void Check(IHostEnvironment environment)
    {
        if (Authority is null && environment.IsProduction())
        {
            throw new InvalidOperationException(
                $"No authority: set {PublicAddress.Setting} to this installation's public address, " +
                $"or {Variable}Authority to the issuer of another OpenID Connect server.");
        }

        if (RequireHttps && (Metadata ?? Authority) is { Scheme: "http" } plain)
        {
            throw new InvalidOperationException(
                $"The authority would be asked over plain HTTP, at {plain}. Set {Variable}MetadataAddress to an " +
                "https address; or, where nobody else reaches the network between the two, " +
                $"{Variable}RequireHttpsMetadata to false.");
        }
    }

    /// <summary>Puts them into what checks a token.</summary>
    internal void Apply(JwtBearerOptions bearer)
    {
        bearer.RequireHttpsMetadata = RequireHttps;
        if (Authority is null)
            return;

        bearer.Authority = Authority.OriginalString;
        // What Identity's tokens are for, where no setting names something else.
        if (bearer.TokenValidationParameters.ValidAudiences?.Any() is not true)
            bearer.Audience ??= ApiReference.Scope;
        // Whatever the metadata says: an address inside may lead to another installation's authority.
        var named = (bearer.TokenValidationParameters.ValidIssuers ?? []).Append(bearer.Authority);
        var issuers = named.Select(Bare).ToHashSet(StringComparer.Ordinal);
        bearer.TokenValidationParameters.IssuerValidator = (issuer, _, _) => issuers.Contains(Bare(issuer))
            ? issuer
            : throw new SecurityTokenInvalidIssuerException("It is of another issuer.") { InvalidIssuer = issuer };
        if (Inner() is { } inner)
            bearer.BackchannelHttpHandler = inner;
    }

    private static string Bare(string issuer) => issuer.TrimEnd('/');

    private static Uri? Address(IConfigurationSection section, string name)
    {
        if (section[name] is not { Length: > 0 } text)
            return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new InvalidOperationException($"{Variable}{name} is '{text}', which is no http or https address.");
    }

    /// <summary>
    /// The metadata names the keys under the public address, which inside may lead nowhere: they are asked for where
    /// the metadata was.
    /// </summary>
    private sealed class InnerAddress(Uri authority, Uri metadata) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.RequestUri is { } asked && OriginOf(asked) == OriginOf(authority))
                request.RequestUri = new Uri(new Uri(OriginOf(metadata)), asked.PathAndQuery);
            return base.SendAsync(request, cancellationToken);
        }

        private static string OriginOf(Uri address) => address.GetLeftPart(UriPartial.Authority);
    }
}
