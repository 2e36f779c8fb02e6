// The installation's key and its tokens, until an OpenID Connect server takes their place.
//   prepare                              makes the key when missing, and prints its public half (JWKS)
//   token --Role=consultant [--As=c01] [--Site=a,b] [--Hours=12]     prints a token
//   posts                                lists who there is
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Ops.AppHost.Local;
using Ops.Tokens;

var settings = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build();
string? Setting(string name) => settings[name] is { Length: > 0 } value ? value : null;

using var installation = Installation.Open(DataFolder.Of(Setting("OPS_DATA")));
switch (args.FirstOrDefault())
{
    case "prepare":
        installation.NoteAddress(new Uri($"http://localhost:{Setting("Gateway:Port") ?? "5080"}"));
        Console.WriteLine(installation.Jwks);
        return 0;
    case "token" when Post.All.FirstOrDefault(post => post.Name == Setting("Role")) is { } post
        && double.TryParse(Setting("Hours") ?? "12", CultureInfo.InvariantCulture, out var hours) && hours > 0:
        var sites = (Setting("Site") ?? "*").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Console.WriteLine(installation.Mint(post, Setting("As"), sites, TimeProvider.System.GetUtcNow(), TimeSpan.FromHours(hours)));
        return 0;
    default:
        await (args.FirstOrDefault() == "posts" ? Console.Out : Console.Error).WriteLineAsync(
            $"make token ROLE=… [WHO=a-person's-id] [SITE=a-project's-code,…] [HOURS=12], where ROLE is one of\n{string.Join('\n', Post.All.Select(post => $"  {post.Name,-24}{post.Department,-26}{post.Title}"))}");
        return args.FirstOrDefault() == "posts" ? 0 : 2;
}
