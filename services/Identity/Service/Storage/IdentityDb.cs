using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OpenIddict.EntityFrameworkCore.Models;
using Ops.Identity.Custodians;
using Ops.Identity.Delegations;
using Ops.Identity.Leaves;
using Ops.Identity.Organisation;
using Ops.Identity.Staff;
using Ops.Identity.Tokens;
using Ops.Platform.Storage;

namespace Ops.Identity.Storage;

/// <summary>
/// Identity's own tables, beside those of ASP.NET Core Identity (accounts) and OpenIddict (clients, authorizations,
/// tokens).
/// </summary>
internal sealed class IdentityDb(DbContextOptions<IdentityDb> options) : DbContext(options)
{
    /// <summary>OpenIddict removes what has expired; everything else in this database is kept.</summary>
    public const string Grants = "GRANT DELETE ON tokens, authorizations, clients, account_tokens TO {role};";

    public DbSet<Account> Accounts => Set<Account>();

    public DbSet<Company> Companies => Set<Company>();

    public DbSet<Site> Sites => Set<Site>();

    public DbSet<Department> Departments => Set<Department>();

    public DbSet<KnownPermission> KnownPermissions => Set<KnownPermission>();

    public DbSet<Post> Posts => Set<Post>();

    public DbSet<StaffMember> Staff => Set<StaffMember>();

    public DbSet<StaffDelegation> Delegations => Set<StaffDelegation>();

    public DbSet<Leave> Leaves => Set<Leave>();

    public DbSet<AdvertisingDay> AdvertisingDays => Set<AdvertisingDay>();

    public DbSet<Duty> Duties => Set<Duty>();

    public DbSet<Custodian> Custodians => Set<Custodian>();

    public DbSet<SigningKey> SigningKeys => Set<SigningKey>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        builder.Entity<Account>(account =>
        {
            account.ToTable("accounts");
            account.HasOne<StaffMember>().WithOne().HasForeignKey<Account>(a => a.Id);
            account.HasIndex(a => a.NormalizedUserName).IsUnique();
            account.Property(a => a.ConcurrencyStamp).IsConcurrencyToken();
            // Staff are reached through their work, not through their account.
            account.Ignore(a => a.Email).Ignore(a => a.NormalizedEmail).Ignore(a => a.EmailConfirmed)
                .Ignore(a => a.PhoneNumber).Ignore(a => a.PhoneNumberConfirmed);
        });
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("account_claims");
        builder.Entity<IdentityUserToken<Guid>>(token =>
        {
            token.ToTable("account_tokens");
            token.HasKey(t => new { t.UserId, t.LoginProvider, t.Name });
            token.HasOne<Account>().WithMany().HasForeignKey(t => t.UserId);
        });
        builder.UseOpenIddict<Guid>();
        builder.Entity<OpenIddictEntityFrameworkCoreApplication<Guid>>().ToTable("clients");
        builder.Entity<OpenIddictEntityFrameworkCoreAuthorization<Guid>>().ToTable("authorizations");
        builder.Entity<OpenIddictEntityFrameworkCoreScope<Guid>>().ToTable("scopes");
        builder.Entity<OpenIddictEntityFrameworkCoreToken<Guid>>().ToTable("tokens");
        builder.Entity<Company>(company =>
        {
            company.ToTable("companies");
            company.HasAlternateKey(c => c.Code);
            company.Ignore(c => c.Root);
        });
        builder.Entity<Site>(site =>
        {
            site.ToTable("sites");
            site.HasKey(s => s.Code);
            site.HasIndex(s => s.Id).IsUnique();
            site.Ignore(s => s.Root);
            site.Property(s => s.Company).HasDefaultValue(Company.First);
            site.HasOne<Company>().WithMany().HasForeignKey(s => s.Company).HasPrincipalKey(c => c.Code)
                .OnDelete(DeleteBehavior.Restrict);
        });
        builder.Entity<Department>(department =>
        {
            department.ToTable("departments");
            department.HasIndex(d => d.Code).IsUnique();
        });
        builder.Entity<Post>(post =>
        {
            post.ToTable("posts");
            post.HasKey(p => p.Code);
            post.HasIndex(p => p.Id).IsUnique();
            post.Ignore(p => p.Root).Ignore(p => p.NeedsSecondFactor);
        });
        builder.Entity<KnownPermission>(permission =>
        {
            permission.ToTable("known_permissions");
            permission.HasKey(p => p.Code);
        });
        builder.Entity<StaffMember>(staff =>
        {
            staff.ToTable("staff");
            staff.HasIndex(s => s.Number).IsUnique();
            staff.Ignore(s => s.Appointment);
        });
        builder.Entity<StaffDelegation>(delegation =>
        {
            delegation.ToTable(
                "delegations", table => table.HasCheckConstraint("ck_delegations_days", "until >= \"from\""));
            delegation.Property(d => d.Id).ValueGeneratedNever();
            delegation.HasIndex(d => new { d.To, d.Until });
            delegation.HasIndex(d => d.Staff);
        });
        builder.Entity<Leave>(leave =>
        {
            leave.ToTable("leaves", table => table.HasCheckConstraint("ck_leaves_days", "until >= \"from\""));
            leave.Property(l => l.Id).ValueGeneratedNever();
            leave.Property(l => l.Kind).HasConversion<string>();
            leave.HasIndex(l => new { l.Staff, l.From });
        });
        builder.Entity<AdvertisingDay>(day =>
        {
            day.ToTable("advertising_days");
            day.HasKey(d => new { d.Site, d.Date });
        });
        builder.Entity<Duty>(duty =>
        {
            duty.ToTable("duties");
            duty.HasKey(d => new { d.Company, d.Code });
            duty.Property(d => d.Company).HasDefaultValue(Company.First);
            duty.HasIndex(d => d.Id).IsUnique();
            duty.HasOne<Company>().WithMany().HasForeignKey(d => d.Company).HasPrincipalKey(c => c.Code)
                .OnDelete(DeleteBehavior.Restrict);
            duty.PrimitiveCollection(d => d.Kinds).ElementType(kind => kind.HasConversion<string>());
        });
        builder.Entity<Custodian>(custodian =>
        {
            custodian.ToTable("custodians");
            custodian.HasKey(c => new { c.Department, c.Kind });
            custodian.Property(c => c.Kind).HasConversion<string>();
        });
        builder.Entity<SigningKey>(key =>
        {
            key.ToTable("signing_keys");
            key.HasKey(k => k.Id);
        });
        builder.MapAggregates();
        builder.NeverCascade();
    }
}
