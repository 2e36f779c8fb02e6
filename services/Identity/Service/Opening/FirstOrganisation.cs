using Microsoft.EntityFrameworkCore;
using Ops.Identity.Custodians;
using Ops.Identity.Organisation;
using Ops.Identity.Storage;
using Ops.Platform.Departments;
using Department = Ops.Identity.Organisation.Department;

namespace Ops.Identity.Opening;

/// <summary>
/// The departments, posts and duties of the regulations (DOC-4). What is there already is left as it is; what a release
/// brings new (a permission, a name in English) is taken in.
/// </summary>
internal sealed class FirstOrganisation(IdentityDb db, Pipeline pipeline)
{
    private readonly OrganisationFile _file = OrganisationFile.Read();

    /// <summary>Takes in what is not there, in the change that is under way.</summary>
    /// <param name="change">Whose: the installation's own.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    /// <returns>Whether the installation is new with it.</returns>
    public async Task<bool> TakeInAsync(Change change, CancellationToken cancellationToken)
    {
        var isNew = !await db.Posts.AnyAsync(cancellationToken);
        if (!await db.Duties.AnyAsync(cancellationToken))
            AddDuties(change);
        var permissions = await NewPermissionsAsync(cancellationToken);
        if (isNew)
        {
            AddDepartments(change);
            AddPosts(change);
        }
        else
        {
            await NameInEnglishAsync(change, cancellationToken);
            await GiveAsync(permissions, change, cancellationToken);
        }

        return isNew;
    }

    private void AddDuties(Change change)
    {
        foreach (var entry in _file.Duties)
        {
            var duty = db.Duties.Add(new Duty(change.NewId(), entry.Code, entry.Clause, entry.Kinds)).Entity;
            new OneDuty(duty).Happen(new DutyAssigned(duty.Code, entry.Department, duty.Company), change.Now);
        }
    }

    private void AddDepartments(Change change)
    {
        foreach (var entry in _file.Departments)
        {
            var department = db.Departments.Add(new Department(change.NewId(), entry.Code)).Entity;
            new OneDepartment(department).Happen(
                new DepartmentChanged(entry.Code, entry.Name, entry.PartOf, entry.NameEn), change.Now);
        }
    }

    private void AddPosts(Change change)
    {
        foreach (var entry in _file.Posts)
        {
            var post = db.Posts.Add(new Post(change.NewId(), entry.Code)).Entity;
            string[] permissions = [.. PermissionCatalogue.OfNewPost(entry.Code)];
            new NewPost(post, isThere: false).Happen(
                new PostSetUp(entry.Code, entry.Name, entry.NameEn, permissions), change.Now);
        }
    }

    /// <summary>The permissions that are new with this release.</summary>
    private async Task<IReadOnlyList<string>> NewPermissionsAsync(CancellationToken cancellationToken)
    {
        var known = await db.KnownPermissions.Select(permission => permission.Code).ToListAsync(cancellationToken);
        var fresh = PermissionCatalogue.All.Keys.Except(known, StringComparer.Ordinal)
            .Order(StringComparer.Ordinal).ToList();
        db.KnownPermissions.AddRange(fresh.Select(permission => new KnownPermission(permission)));
        return fresh;
    }

    /// <summary>
    /// A permission that is new with a release begins with the posts that a new installation would give it to; from
    /// then on it is the company's to give.
    /// </summary>
    private async Task GiveAsync(
        IReadOnlyList<string> permissions, Change change, CancellationToken cancellationToken)
    {
        if (permissions.Count == 0)
            return;
        foreach (var post in await db.Posts.OrderBy(p => p.Code).ToListAsync(cancellationToken))
        {
            var given = PermissionCatalogue.OfNewPost(post.Code).Intersect(permissions, StringComparer.Ordinal)
                .Except(post.Permissions, StringComparer.Ordinal).ToList();
            if (given.Count > 0)
                pipeline.Apply(post, PostPermissionsSet.Of(post, [.. post.Permissions, .. given]), change.Now);
        }

        await pipeline.ReactAsync(cancellationToken);
    }

    /// <summary>An installation of before there were names in English is given those of the regulations' own.</summary>
    private async Task NameInEnglishAsync(Change change, CancellationToken cancellationToken)
    {
        var departments = _file.Departments.ToDictionary(entry => entry.Code, StringComparer.Ordinal);
        foreach (var d in await db.Departments.Where(d => d.NameEn == null).ToListAsync(cancellationToken))
        {
            if (departments.GetValueOrDefault(d.Code) is { } entry)
            {
                new OneDepartment(d).Happen(
                    new DepartmentChanged(d.Code, d.Name, d.PartOf, entry.NameEn), change.Now);
            }
        }

        var posts = _file.Posts.ToDictionary(entry => entry.Code, StringComparer.Ordinal);
        foreach (var post in await db.Posts.Where(p => p.NameEn == null).ToListAsync(cancellationToken))
        {
            if (posts.GetValueOrDefault(post.Code) is { } entry)
                post.Happen(new PostRenamed(post.Code, post.Name, entry.NameEn), change.Now);
        }
    }
}
