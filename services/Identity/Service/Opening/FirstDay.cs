using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OpenIddict.Abstractions;
using OtpNet;
using Ops.Identity.Accounts;
using Ops.Identity.Audit;
using Ops.Identity.Custodians;
using Ops.Identity.Organisation;
using Ops.Identity.Staff;
using Ops.Identity.Storage;
using Ops.Identity.Tokens;
using Ops.Platform.Storage;
using Ops.ServiceDefaults;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Ops.Identity.Opening;

/// <summary>
/// A new installation's first day: the departments and posts of the regulations (DOC-4). In Development, with <c>Demo:Password</c>, also two sites, a member of
/// staff for each post, and the clients that a developer needs; where the API reference is open, its client. What is
/// there already is left as it is.
/// </summary>
internal sealed partial class FirstDay(
    IServiceScopeFactory scopes, IConfiguration configuration, IHostEnvironment environment, TimeProvider time,
    Loops loops, ILogger<FirstDay> logger)
    : BackgroundLoop(loops, every: TimeSpan.FromSeconds(1))
{
    private const string By = "system:first-day";

    /// <summary>Nobody: the installation itself, which is bound to no site.</summary>
    private static readonly Actor Itself = new(By, "", "", new HashSet<string>(StringComparer.Ordinal) { "*" });
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    private volatile bool _over;

    /// <summary>Whether all of it is there.</summary>
    public bool Over => _over;

    /// <summary>The secret of a demo's machine or authenticator: whoever has the demo's password has them all.</summary>
    public static byte[] DemoSecret(string password, string whose) => HMACSHA256.HashData(Encoding.UTF8.GetBytes(password), Encoding.UTF8.GetBytes(whose));

    protected override bool IsOver => _over;

    protected override async Task TurnAsync(CancellationToken stoppingToken)
    {
        using var activity = Telemetry.StartWork("first day");
        await using var scope = scopes.CreateAsyncScope();
        var change = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
        await change.RunAsync(async token => await OpenAsync(scope.ServiceProvider, token), stoppingToken);
        await RegisterClientsAsync(scope.ServiceProvider, stoppingToken);
        _over = true;
    }

    /// <summary>In the change that is under way; answers that it is to be kept.</summary>
    public async Task<bool> OpenAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var db = services.GetRequiredService<IdentityDb>();
        // Replicas that start together: the second waits, and finds it done.
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtext('first day'))", cancellationToken);
        var now = services.GetRequiredService<IClock>().GetCurrentInstant();
        var organisation = Read<OrganisationFile>("organisation.json");
        var opened = await db.Posts.AnyAsync(cancellationToken);
        if (!await db.Duties.AnyAsync(cancellationToken))
            db.Duties.AddRange(organisation.Duties.Select(d => new Duty(d.Code, d.Name, d.Clause, d.Kinds, d.Department)));
        await TakeInPermissionsAsync(services, opened, cancellationToken);
        if (!opened)
        {
            db.Departments.AddRange(
                from d in organisation.Departments
                select new Department(NewId(), d.Code, d.Name, d.PartOf, now, By));
            db.Posts.AddRange(
                from p in organisation.Posts
                select new Post(p.Code, p.Name, PermissionCatalogue.OfNewPost(p.Code)));
        }

        if (DemoPassword is { } password)
        {
            var demo = Read<DemoFile>("demo.json");
            if (!opened)
                await LetDemoJoinAsync(services, organisation, demo, password, cancellationToken);
            await GiveAuthenticatorsAsync(services, demo, password, cancellationToken);
        }

        return true;
    }

    /// <summary>A demo's sites and staff, each with the demo's password.</summary>
    private async Task LetDemoJoinAsync(
        IServiceProvider services,
        OrganisationFile organisation,
        DemoFile demo,
        string password,
        CancellationToken cancellationToken)
    {
        var db = services.GetRequiredService<IdentityDb>();
        var now = services.GetRequiredService<IClock>().GetCurrentInstant();
        db.Sites.AddRange(demo.Sites.Select(s => new Site(s.Code, s.Name, now, By)));
        // What follows asks the database for posts, departments and sites.
        await db.SaveChangesAsync(cancellationToken);
        var desk = services.GetRequiredService<StaffDesk>();
        var hasher = services.GetRequiredService<IPasswordHasher<Account>>();
        foreach (var person in demo.Staff)
        {
            var post = organisation.Posts.Single(p => p.Code == person.Post);
            var (staff, refusal) = await JoinStaff.AddAsync(
                new(person.Number, $"{post.Name} {person.Number.Split('-')[^1]}", person.Post, post.Department!, person.Sites), db, desk, now, NewId(), Itself, cancellationToken);
            if (refusal is not null)
                throw new InvalidOperationException(refusal.Detail);
            var account = db.Accounts.Local.Single(a => a.Id == staff!.Id);
            account.PasswordHash = hasher.HashPassword(account, password);
        }

        await db.SaveChangesAsync(cancellationToken);
        LogDemo(demo.Staff.Count);
    }

    /// <summary>
    /// The demo's staff whose posts ask for a second factor have one; those too whose post has come to ask for it since
    /// they joined, by a release or by what the post was given.
    /// </summary>
    private static async Task GiveAuthenticatorsAsync(
        IServiceProvider services, DemoFile demo, string password, CancellationToken cancellationToken)
    {
        var db = services.GetRequiredService<IdentityDb>();
        var codes = services.GetRequiredService<OneTimeCodes>();
        var numbers = demo.Staff.Select(person => person.Number).ToList();
        var without = await (
            from account in db.Accounts
            join staff in db.Staff on account.Id equals staff.Id
            join post in db.Posts on staff.Post equals post.Code
            where !account.TwoFactorEnabled && numbers.Contains(account.UserName!)
            select new { Account = account, Post = post }).ToListAsync(cancellationToken);
        foreach (var one in without.Where(one => one.Post.NeedsSecondFactor))
            codes.Give(one.Account, Base32Encoding.ToString(DemoSecret(password, one.Account.UserName!)));
    }

    /// <summary>A permission that is new with a release begins with the posts that a new installation would give it to; from then on it is the company's to give.</summary>
    private static async Task TakeInPermissionsAsync(
        IServiceProvider services, bool opened, CancellationToken cancellationToken)
    {
        var db = services.GetRequiredService<IdentityDb>();
        var known = await db.KnownPermissions.Select(permission => permission.Code).ToListAsync(cancellationToken);
        var fresh = PermissionCatalogue.All.Keys.Except(known, StringComparer.Ordinal)
            .Order(StringComparer.Ordinal).ToList();
        db.KnownPermissions.AddRange(fresh.Select(permission => new KnownPermission(permission)));
        if (!opened || fresh.Count == 0)
            return;

        foreach (var post in await db.Posts.OrderBy(p => p.Code).ToListAsync(cancellationToken))
        {
            var given = PermissionCatalogue.OfNewPost(post.Code).Intersect(fresh, StringComparer.Ordinal)
                .Except(post.Permissions, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
            if (given.Count == 0)
                continue;
            post.Give([.. post.Permissions, .. given]);
            await services.GetRequiredService<AuditRegister>().AddAsync(new("postChanged", post.Code, string.Join(' ', given.Select(permission => $"+{permission}"))), By, cancellationToken);
        }
    }

    /// <summary>
    /// The API reference's client where the reference is open (decision 100), with its redirect under the public
    /// address; in Development also the developer's, and a machine's.
    /// </summary>
    private async Task RegisterClientsAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var clients = services.GetRequiredService<IOpenIddictApplicationManager>();
        if (ApiReference.IsOpen(configuration, environment))
        {
            var redirect = new Uri(services.GetRequiredService<TokenSettings>().Issuer, "/docs/");
            await RegisterAsync(clients, ForPeople("api-reference", "Ops API reference", redirect), cancellationToken);
        }

        if (DemoPassword is not { } password)
            return;

        var developer = ForPeople("developer", "make token", new Uri("http://127.0.0.1/signed-in"));
        // A developer's afternoon: longer than a person's own tokens, which are good for minutes.
        developer.Settings[Settings.TokenLifetimes.AccessToken] = TimeSpan.FromHours(12).ToString();
        await RegisterAsync(clients, developer, cancellationToken);
        var secret = Convert.ToHexStringLower(DemoSecret(password, "group-crm"));
        var machine = RegisterMachine.Describe("group-crm", "集团客户关系系统", secret, "crm-client", ["*"]);
        await RegisterAsync(clients, machine, cancellationToken);
    }

    /// <summary>A client that is there already only takes a new redirect: the public address has changed.</summary>
    private static async Task RegisterAsync(
        IOpenIddictApplicationManager clients,
        OpenIddictApplicationDescriptor client,
        CancellationToken cancellationToken)
    {
        if (await clients.FindByClientIdAsync(client.ClientId!, cancellationToken) is not { } known)
        {
            await clients.CreateAsync(client, cancellationToken);
            return;
        }

        var redirects = await clients.GetRedirectUrisAsync(known, cancellationToken);
        if (!client.RedirectUris.SetEquals(redirects.Select(uri => new Uri(uri))))
            await clients.UpdateAsync(known, client, cancellationToken);
    }

    private static OpenIddictApplicationDescriptor ForPeople(string id, string name, Uri redirect) => new()
    {
        ClientId = id,
        DisplayName = name,
        ClientType = ClientTypes.Public,
        ConsentType = ConsentTypes.Implicit,
        RedirectUris = { redirect },
        Permissions =
        {
            Permissions.Endpoints.Authorization, Permissions.Endpoints.Token, Permissions.Endpoints.EndSession, Permissions.Endpoints.Revocation,
            Permissions.GrantTypes.AuthorizationCode, Permissions.GrantTypes.RefreshToken, Permissions.ResponseTypes.Code, Permissions.Prefixes.Scope + Holders.Audience,
        },
        Requirements = { Requirements.Features.ProofKeyForCodeExchange },
    };

    private string? DemoPassword => environment.IsDevelopment() && configuration["Demo:Password"] is { Length: > 0 } password ? password : null;

    private Guid NewId() => Guid.CreateVersion7(time.GetUtcNow());

    private static T Read<T>(string file) => JsonSerializer.Deserialize<T>(Assembly.GetExecutingAssembly().GetManifestResourceStream($"Ops.Identity.{file}")!, Json)!;

    private sealed record OrganisationFile(IReadOnlyList<DepartmentEntry> Departments, IReadOnlyList<PostEntry> Posts, IReadOnlyList<DutyEntry> Duties);

    private sealed record DutyEntry(string Code, string Name, string Clause, IReadOnlyList<RecordKind> Kinds, string Department);

    private sealed record DepartmentEntry(string Code, string Name, string? PartOf);

    private sealed record PostEntry(string Code, string Name, string? Department);

    private sealed record DemoFile(IReadOnlyList<SiteEntry> Sites, IReadOnlyList<PersonEntry> Staff);

    private sealed record SiteEntry(string Code, string Name);

    private sealed record PersonEntry(string Number, string Post, IReadOnlyList<string> Sites);

    [LoggerMessage(Level = LogLevel.Information, Message = "The demo's {Count} members of staff have joined")]
    private partial void LogDemo(int count);
}
