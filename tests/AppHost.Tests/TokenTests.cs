using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Ops.Tokens;
using Xunit;

namespace Ops.AppHost.Tests;

/// <summary>
/// What <c>make token</c> knows by itself. That Identity really signs its people in is seen by the story that <c>make
/// demo</c> plays.
/// </summary>
public sealed class TokenTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_secret_is_made_once_and_is_its_owners_alone()
    {
        var file = _folder["demo-password"];
        var secret = Secrets.Keep(file, () => Secrets.Generate(20));
        Assert.Equal(20, secret.Length);
        Assert.Equal(secret, Secrets.Keep(file, () => Secrets.Generate(20)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.NotEqual(secret, Secrets.Keep(_folder["another"], () => Secrets.Generate(20)));
    }

    [Fact]
    public void Where_no_host_has_run_it_says_so() => Assert.Contains(
        "make run",
        Assert.Throws<FileNotFoundException>(() => DemoInstallation.Of(DataFolder.Of(_folder.Path))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Every_post_has_somebody_in_the_demo()
    {
        Assert.Equal(
            DemoStaff.Posts.Keys.Order(StringComparer.Ordinal),
            DemoStaff.All.Select(staff => staff.Post).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.Equal(
            DemoStaff.All.Count, DemoStaff.All.Select(staff => staff.Number).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Only_who_asks_for_en_itself_is_spoken_to_in_English()
    {
        Assert.Equal("en", TerminalLanguage.Of("en").Name);
        Assert.All(
            [null, "", "C.UTF-8", "en_US.UTF-8", "zh_CN.UTF-8"],
            lang => Assert.Equal("zh-CN", TerminalLanguage.Of(lang).Name));
    }

    [Theory]
    [InlineData("ready.txt")]
    [InlineData("ready.en.txt")]
    public void The_screen_that_a_run_ends_its_start_with_names_every_post_in_either_language(string file)
    {
        var screen = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, file));
        Assert.All(DemoStaff.Posts.Keys, post => Assert.Contains($"ROLE={post} ", screen, StringComparison.Ordinal));
        Assert.All(
            ["{gateway}", "{dashboard}", "{data}", "{demopassword}"],
            place => Assert.Contains(place, screen, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_is_asked_for_once_and_anew_when_its_last_hour_has_begun()
    {
        await using var authority = await StandIn.StartAsync();
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 9, 28, 1, 0, 0, TimeSpan.Zero));
        Secrets.Keep(_folder["demo-password"], () => Secrets.Generate(20));
        await File.WriteAllTextAsync(
            _folder["gateway-address"], authority.Address.ToString(), TestContext.Current.CancellationToken);
        var installation = DemoInstallation.Of(DataFolder.Of(_folder.Path));
        var signIn = new SignIn(authority.Address, installation.Password, time);
        Assert.Equal("token 1", await installation.TokenAsync(SignIn.Machine, signIn, time));
        Assert.Equal("token 1", await installation.TokenAsync(SignIn.Machine, signIn, time));
        time.Advance(TimeSpan.FromHours(11));
        Assert.Equal("token 2", await installation.TokenAsync(SignIn.Machine, signIn, time));
    }

    [Fact]
    public void A_one_time_code_is_of_the_person_and_of_the_half_minute()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 9, 28, 1, 0, 0, TimeSpan.Zero));
        var signIn = new SignIn(new Uri("http://localhost:9"), "any", time);
        var code = signIn.CodeOf("finance-officer-1");
        Assert.Matches("^[0-9]{6}$", code);
        Assert.NotEqual(code, signIn.CodeOf("marketing-manager-1"));
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.NotEqual(code, signIn.CodeOf("finance-officer-1"));
    }

    [Fact]
    public async Task When_Identity_refuses_it_says_so()
    {
        await using var authority = await StandIn.StartAsync();
        authority.Status = HttpStatusCode.Unauthorized;
        var failure = await Assert.ThrowsAsync<SignInException>(
            () => new SignIn(authority.Address, "any", TimeProvider.System).TokenAsync(SignIn.Machine));
        Assert.Contains("401", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>Answers the token endpoint, counting.</summary>
    private sealed class StandIn(WebApplication app) : IAsyncDisposable
    {
        private int _given;

        public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

        public Uri Address => new(app.Urls.First());

        public static async Task<StandIn> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var app = builder.Build();
            var standIn = new StandIn(app);
            app.MapPost("/connect/token", () => Results.Json(
                new { access_token = $"token {Interlocked.Increment(ref standIn._given)}", expires_in = 12 * 3600 },
                statusCode: (int)standIn.Status));
            await app.StartAsync();
            return standIn;
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
