using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Ops.Identity.Accounts;
using Ops.Identity.Organisation;
using Ops.Identity.Staff;
using Ops.Identity.Storage;
using Ops.Platform.Departments;
using OtpNet;

namespace Ops.Identity.Opening;

/// <summary>
/// In Development, with <c>Demo:Password</c>: two sites and a member of staff for each post, all with that password.
/// </summary>
internal sealed class Demo(
    IdentityDb db, Joinings joinings, Pipeline pipeline, OneTimeCodes codes, IPasswordHasher<Account> hasher)
{
    private readonly DemoFile _file = DemoFile.Read();

    /// <summary>
    /// The secret of a demo's machine or authenticator: whoever has the demo's password has them all.
    /// </summary>
    public static byte[] SecretOf(string password, string whose) =>
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(password), Encoding.UTF8.GetBytes(whose));

    /// <summary>A demo's sites and staff; answers how many have joined.</summary>
    public async Task<int> LetJoinAsync(string password, Change change, CancellationToken cancellationToken)
    {
        foreach (var entry in _file.Sites)
        {
            var site = db.Sites.Add(new Site(change.NewId(), entry.Code)).Entity;
            new NewSite(site, isThere: false).Happen(new SiteOpened(entry.Code, entry.Name), change.Now);
        }

        // What follows asks the database for posts, departments and sites.
        await db.SaveChangesAsync(cancellationToken);
        var posts = OrganisationFile.Read().Posts.ToDictionary(post => post.Code, StringComparer.Ordinal);
        foreach (var person in _file.Staff)
            await LetJoinAsync(person, posts[person.Post], change, cancellationToken);
        await pipeline.ReactAsync(cancellationToken);
        foreach (var account in db.Accounts.Local)
            account.PasswordHash = hasher.HashPassword(account, password);
        await db.SaveChangesAsync(cancellationToken);
        return _file.Staff.Count;
    }

    /// <summary>
    /// The demo's staff whose posts ask for a second factor have one; those too whose post has come to ask for it since
    /// they joined, by a release or by what the post was given.
    /// </summary>
    public async Task GiveAuthenticatorsAsync(string password, CancellationToken cancellationToken)
    {
        var numbers = _file.Staff.Select(person => person.Number).ToList();
        var without = await (
            from account in db.Accounts
            join staff in db.Staff on account.Id equals staff.Id
            join post in db.Posts on staff.Post equals post.Code
            where !account.TwoFactorEnabled && numbers.Contains(account.UserName!)
            select new { Account = account, Post = post }).ToListAsync(cancellationToken);
        foreach (var one in without.Where(one => one.Post.NeedsSecondFactor))
            codes.Give(one.Account, Base32Encoding.ToString(SecretOf(password, one.Account.UserName!)));
    }

    private async Task LetJoinAsync(
        PersonEntry person, PostEntry post, Change change, CancellationToken cancellationToken)
    {
        var name = $"{post.Name} {person.Number.Split('-')[^1]}";
        var request = new JoinStaff.Request(person.Number, name, post.Code, post.Department!, person.Sites);
        var state = await joinings.LoadAsync(request, change, cancellationToken);
        pipeline.Apply(state, JoinStaff.Decide(state, request, change).Value, change.Now);
    }
}
