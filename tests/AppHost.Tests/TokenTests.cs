using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Ops.AppHost.Local;
using Ops.Tokens;
using Xunit;

namespace Ops.AppHost.Tests;

public sealed class TokenTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 9, 28, 1, 0, 0, TimeSpan.Zero);

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_consultants_token_says_who_where_and_what_for_twelve_hours()
    {
        using var installation = Open();
        installation.NoteAddress(new Uri("http://localhost:5090/"));
        var token = new JsonWebToken(installation.Mint(PostOf("consultant"), null, ["*"], Now, TimeSpan.FromHours(12)));
        Assert.Equal("http://localhost:5090", token.Issuer);
        Assert.Equal(["ops"], token.Audiences);
        Assert.Equal("consultant-1", token.Subject);
        Assert.Equal("consultant", Claim(token, "post").Single());
        Assert.Equal("project-sales-group", Claim(token, "department").Single());
        Assert.Equal(["*"], Claim(token, "site"));
        Assert.Equal(
            [
                "archive.file.read", "archive.handover.make", "archive.task.own",
                "sales.board.read", "sales.reservation.register", "sales.subscription.sign", "sales.task.own",
            ],
            Claim(token, "permission").Order(StringComparer.Ordinal));
        Assert.Equal(Now.UtcDateTime.AddHours(12), token.ValidTo);
        Assert.Equal(Now.UtcDateTime, token.ValidFrom);
    }

    [Fact]
    public async Task It_verifies_under_the_public_key_that_is_given_away_also_after_the_next_start()
    {
        string token;
        using (var first = Open())
            token = first.Mint(PostOf("archivist"), "a01", ["harbour-court", "hill-side"], TimeProvider.System.GetUtcNow(), TimeSpan.FromHours(1));
        using var second = Open();
        Assert.DoesNotContain("\"d\"", second.Jwks, StringComparison.Ordinal);
        var verified = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = "http://localhost:5080",
            ValidAudience = "ops",
            IssuerSigningKeys = new JsonWebKeySet(second.Jwks).GetSigningKeys(),
            ValidAlgorithms = ["ES256"],
        });
        Assert.True(verified.IsValid, verified.Exception?.Message);
        Assert.Equal("a01", ((JsonWebToken)verified.SecurityToken).Subject);
        Assert.Equal(["harbour-court", "hill-side"], Claim((JsonWebToken)verified.SecurityToken, "site"));
    }

    [Fact]
    public async Task Another_installations_token_does_not_verify()
    {
        using var ours = Open();
        using var folder = new TestFolder();
        using var theirs = Installation.Open(DataFolder.Of(folder.Path));
        var token = theirs.Mint(PostOf("operations"), null, ["*"], TimeProvider.System.GetUtcNow(), TimeSpan.FromHours(1));
        var verified = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = "http://localhost:5080",
            ValidAudience = "ops",
            IssuerSigningKeys = new JsonWebKeySet(ours.Jwks).GetSigningKeys(),
        });
        Assert.False(verified.IsValid);
    }

    [Fact]
    public void The_private_key_is_its_owners_alone()
    {
        using var installation = Open();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder["signing-key.pem"]));
        using var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(_folder["signing-key.pem"]));
        Assert.Equal(256, key.KeySize);
    }

    [Fact]
    public void Only_operations_imports_and_moves_the_clock_and_only_the_marketing_manager_approves()
    {
        string[] Who(string permission) => [.. Post.All.Where(post => post.Permissions.Contains(permission)).Select(post => post.Name)];
        Assert.Equal(["operations"], Who("sales.unit.import"));
        Assert.Equal(["operations"], Who("simulation.clock"));
        Assert.Equal(["marketing-manager"], Who("sales.reservation.approve"));
        Assert.Equal(["customer-affairs-clerk"], Who("archive.handover.receive"));
    }

    [Fact]
    public void The_screen_that_a_run_ends_its_start_with_names_every_post()
    {
        var screen = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "ready.txt"));
        Assert.All(Post.All, post => Assert.Contains($"make token ROLE={post.Name} ", screen, StringComparison.Ordinal));
    }

    private Installation Open() => Installation.Open(DataFolder.Of(_folder.Path));

    private static Post PostOf(string name) => Post.All.Single(post => post.Name == name);

    private static string[] Claim(JsonWebToken token, string type) => [.. token.Claims.Where(claim => claim.Type == type).Select(claim => claim.Value)];
}
