// A developer's tokens: they are asked for at Identity with the demo staff's password.
//   token ROLE [WHO]   prints a token of the post's first member of staff, or of the one who is named
//   code ROLE [WHO]    prints the one-time code that their authenticator shows now
//   staff              lists who there is
using Ops.Tokens;

switch (args)
{
    case ["token" or "code", var post, .. var named] when Who(post, named) is { } who:
        try
        {
            var installation = DemoInstallation.Of(DataFolder.Of(Environment.GetEnvironmentVariable("OPS_DATA")));
            var signIn = new SignIn(installation.Gateway, installation.Password, TimeProvider.System);
            Console.WriteLine(args[0] == "code"
                ? signIn.CodeOf(who)
                : await installation.TokenAsync(who, signIn, TimeProvider.System));
            return 0;
        }
        catch (HttpRequestException)
        {
            await Console.Error.WriteLineAsync(TerminalTexts.Of("token.gateway-away"));
            return 1;
        }
        catch (Exception failure) when (failure is SignInException or IOException)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return 1;
        }

    case ["staff"]:
        Console.WriteLine(List());
        return 0;
    default:
        await Console.Error.WriteLineAsync(List());
        return 2;
}

static string? Who(string post, string[] named) =>
    named is [{ Length: > 0 } who] ? who : DemoStaff.All.FirstOrDefault(staff => staff.Post == post)?.Number;

static string List() =>
    TerminalTexts.Of("token.usage") + "\n"
    + string.Join('\n', DemoStaff.All.Select(staff =>
        $"  {staff.Post,-24}{staff.Number,-28}{string.Join(',', staff.Sites),-16}{DemoStaff.Posts[staff.Post]}"));
