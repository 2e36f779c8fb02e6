// A developer's tokens, in Development only: they are asked for at Identity with the demo staff's password.
//   prepare                              makes the password when missing, notes the gateway's address, and prints the password
//   token --Role=consultant [--As=consultant-2]     prints a token
//   staff                                lists who there is
using Microsoft.Extensions.Configuration;
using Ops.AppHost.Local;
using Ops.Tokens;

var settings = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build();
string? Setting(string name) => settings[name] is { Length: > 0 } value ? value : null;

var installation = Installation.Open(DataFolder.Of(Setting("OPS_DATA")));
switch (args.FirstOrDefault())
{
    case "prepare":
        installation.NoteAddress(new Uri($"http://localhost:{Setting("Gateway:Port") ?? "5080"}"));
        Console.WriteLine(installation.Password);
        return 0;
    case "token" when (Setting("As") ?? DemoStaff.All.FirstOrDefault(staff => staff.Post == Setting("Role"))?.Number) is { } who:
        try
        {
            Console.WriteLine(await installation.TokenAsync(who, new SignIn(installation.Gateway, installation.Password, TimeProvider.System), TimeProvider.System));
            return 0;
        }
        catch (Exception failure) when (failure is SignInException or HttpRequestException)
        {
            await Console.Error.WriteLineAsync(failure is SignInException ? failure.Message : $"{installation.Gateway} does not answer: is `make run` up?");
            return 1;
        }

    default:
        await (args.FirstOrDefault() == "staff" ? Console.Out : Console.Error).WriteLineAsync(
            $"make token ROLE=… [WHO=a-staff-number], where ROLE is a post of one of\n{string.Join('\n', DemoStaff.All.Select(staff => $"  {staff.Post,-24}{staff.Number,-28}{string.Join(',', staff.Sites),-16}{DemoStaff.Posts[staff.Post]}"))}");
        return args.FirstOrDefault() == "staff" ? 0 : 2;
}
