using Microsoft.EntityFrameworkCore;
using Ops.Identity.Accounts;
using Ops.Identity.Audit;
using Ops.Identity.Contracts;
using Ops.Identity.Staff;
using Ops.Identity.Storage;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.Identity.Opening;

/// <summary>
/// CS-7: a new installation's first member of staff, who lets all others join. A mode of the service's executable, for
/// whoever installs it; once there is anybody who may let others join, staff come in by the API alone. It speaks
/// Chinese, and English where <c>LANG</c> is <c>en</c>.
/// </summary>
internal static class InviteFirst
{
    private const string Name = "--invite-first";

    private static readonly Actor Installer =
        new("system:invite-first", "", "", new HashSet<string>(StringComparer.Ordinal) { "*" });

    /// <summary>
    /// With <c>--invite-first NUMBER NAME</c> makes the installation's first member of staff, writes their activation
    /// code, which is kept nowhere, and answers true, so that the process ends. Its exit code is 0 when the code was
    /// given, 1 when it was refused, 2 when what was given cannot be read. Otherwise answers false.
    /// </summary>
    public static async Task<bool> InviteFirstWhenAskedAsync(this IHost app, string[] args)
    {
        var at = Array.IndexOf(args, Name);
        if (at < 0)
            return false;

        var (lines, code) = args.Length > at + 2
            ? await RunAsync(app.Services, args[at + 1], args[at + 2])
            : ([Text.Of("first.usage", ("option", Name))], 2);
        var texts = app.Services.GetRequiredService<ITexts>();
        foreach (var line in lines)
            Console.WriteLine(texts.Render(line, Languages.Terminal));
        Environment.ExitCode = code;
        return true;
    }

    private static async Task<(IReadOnlyList<Text> Lines, int ExitCode)> RunAsync(
        IServiceProvider root, string number, string name)
    {
        var first = OrganisationFile.Read().First;
        var request = new JoinStaff.Request(number, name, first.Post, first.Department, ["*"]);
        if (new JoinStaff.Validator().Validate(request) is { IsValid: false } invalid)
        {
            return (
                [
                    .. invalid.Errors.Select(error =>
                        error.CustomState is Refused refused ? refused.Text : Text.Plain(error.ErrorMessage)),
                ],
                2);
        }

        await using var scope = root.CreateAsyncScope();
        var services = scope.ServiceProvider;
        Outcome<InviteStaff.View> invited = default;
        var kept = await services.GetRequiredService<UnitOfWork>().RunAsync(
            async token =>
            {
                invited = await InviteAsync(services, request, token);
                return invited.Refusal is null;
            },
            CancellationToken.None);
        if (!kept)
        {
            var (why, rule) = (invited.Refusal!.Text, invited.Refusal.Rule);
            return (
                [
                    rule is null
                        ? Text.Of("first.refused", ("why", why))
                        : Text.Of("first.refused-by", ("rule", rule), ("why", why)),
                ],
                1);
        }

        var (staff, invitation, address) = invited.Value;
        return (
            [
                Text.Of("first.invited", ("staff", staff), ("post", first.Post), ("address", address)),
                Text.Plain(invitation),
            ],
            0);
    }

    private static async Task<Outcome<InviteStaff.View>> InviteAsync(
        IServiceProvider services, JoinStaff.Request request, CancellationToken cancellationToken)
    {
        var db = services.GetRequiredService<IdentityDb>();
        var pipeline = services.GetRequiredService<Pipeline>();
        // Under the first day's lock: two installers at once come one after the other, and the second finds somebody.
        await services.GetRequiredService<FirstDay>().OpenAsync(services, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        if (await RefusesAsync(db, request.Post, cancellationToken) is { } refusal)
            return refusal;

        var change = pipeline.Begin(Installer);
        var state = await services.GetRequiredService<Joinings>().LoadAsync(request, change, cancellationToken);
        var decided = JoinStaff.Decide(state, request, change);
        if (decided.Refusal is { } wrong)
            return wrong;
        pipeline.Apply(state, decided.Value, change.Now);
        await pipeline.ReactAsync(cancellationToken);
        await services.GetRequiredService<AuditRegister>().AddAsync(
            new(
                "firstInvited", request.Staff,
                Text.Of("audit.how.post-at", ("post", request.Post), ("sites", request.Sites))),
            Installer.Id, cancellationToken);
        var account = db.Accounts.Local.Single(a => a.Id == state.Staff.Id);
        return await services.GetRequiredService<Invitations>().InviteAsync(account);
    }

    /// <summary>
    /// What refuses a first member of staff: there is somebody who lets others join, or the post that was meant for it
    /// does not any more.
    /// </summary>
    [Rule("CS-7", "the first member of staff")]
    private static async Task<Refused?> RefusesAsync(
        IdentityDb db, string post, CancellationToken cancellationToken)
    {
        var posts = await db.Posts.Where(p => p.Permissions.Contains(IdentityPermissions.ManageStaff))
            .Select(p => p.Code).ToListAsync(cancellationToken);
        if (!posts.Contains(post))
            return new Refused("CS-7", Text.Of("first.post-lets-nobody-join", ("post", post)));
        var there = await db.Staff
            .Where(s => posts.Contains(s.Post) || (s.NextPost != null && posts.Contains(s.NextPost)))
            .Select(s => s.Post).FirstOrDefaultAsync(cancellationToken);
        return there is null ? null : new Refused("CS-7", Text.Of("first.there-already", ("post", there)));
    }
}
