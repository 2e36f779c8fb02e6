using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Identity.Accounts;
using Ops.Identity.Audit;
using Ops.Identity.Staff;
using Ops.Identity.Storage;
using Ops.Identity.Tokens;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.ServiceDefaults;

namespace Ops.Identity.Opening;

/// <summary>
/// CS-7: a new installation's first member of staff, of operations, who lets all others join. A mode of the service's executable, for whoever installs it; once
/// there is anybody of that post, staff come in by the API alone.
/// </summary>
internal static class InviteFirst
{
    /// <summary>The post that lets staff join, says what posts may do, and rotates keys.</summary>
    public const string Post = "operations";

    private const string Name = "--invite-first", By = "system:invite-first";

    private static readonly Actor Installer = new(By, "", "", new HashSet<string>(StringComparer.Ordinal) { "*" });

    /// <summary>
    /// With <c>--invite-first NUMBER NAME</c> makes the installation's first member of staff, writes their activation code, which is kept nowhere, and answers true, so that the
    /// process ends. Its exit code is 0 when the code was given, 1 when it was refused, 2 when what was given cannot be read. Otherwise answers false.
    /// </summary>
    public static async Task<bool> InviteFirstWhenAskedAsync(this IHost app, string[] args)
    {
        var at = Array.IndexOf(args, Name);
        if (at < 0)
            return false;

        var (lines, code) = args.Length > at + 2 ? await RunAsync(app.Services, args[at + 1], args[at + 2]) : ([$"{Name} takes a staff number and a name: {Name} 10001 \"Full Name\""], 2);
        foreach (var line in lines)
            Console.WriteLine(line);
        Environment.ExitCode = code;
        return true;
    }

    [Rule("CS-7")]
    private static async Task<(IReadOnlyList<string> Lines, int ExitCode)> RunAsync(IServiceProvider root, string number, string name)
    {
        var request = new JoinStaff.Request(number, name, Post, Post, ["*"]);
        if (new JoinStaff.Validator().Validate(request) is { IsValid: false } invalid)
            return ([.. invalid.Errors.Select(error => error.ErrorMessage)], 2);

        await using var scope = root.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var db = services.GetRequiredService<IdentityDb>();
        IReadOnlyList<string> lines = [];
        var invited = await services.GetRequiredService<UnitOfWork>().RunAsync(
            async token =>
            {
                // Under the first day's lock: two installers at once come one after the other, and the second finds somebody.
                await services.GetRequiredService<FirstDay>().OpenAsync(services, token);
                await db.SaveChangesAsync(token);
                if (await db.Staff.AnyAsync(s => s.Post == Post || s.NextPost == Post, token))
                {
                    lines = [$"Refused by CS-7: there is somebody in {Post} already, who lets others join. Nothing was changed."];
                    return false;
                }

                var now = services.GetRequiredService<IClock>().GetCurrentInstant();
                var (staff, refusal) = await JoinStaff.AddAsync(
                    request, db, services.GetRequiredService<StaffDesk>(), now, Guid.CreateVersion7(services.GetRequiredService<TimeProvider>().GetUtcNow()), Installer, token);
                if (refusal is not null)
                {
                    lines = [$"Refused: {refusal.Detail} Nothing was changed."];
                    return false;
                }

                await services.GetRequiredService<AuditRegister>().AddAsync(new("firstInvited", staff!.Number, $"{Post} at all sites"), By, token);
                var invitation = await InviteStaff.InviteAsync(
                    db.Accounts.Local.Single(a => a.Id == staff.Id), services.GetRequiredService<UserManager<Account>>(), services.GetRequiredService<TokenSettings>());
                lines = [$"{staff.Number} is in {Post}. Within seven days, at {invitation.Address}, this code sets their password; it is good once, and is shown this once:", invitation.Invitation];
                return true;
            },
            CancellationToken.None);
        return (lines, invited ? 0 : 1);
    }
}
