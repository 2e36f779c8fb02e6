using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;

namespace Ops.Identity.Staff;

/// <summary>
/// What a member of staff signs in with. Its id is the member of staff's; its name their staff number.
/// </summary>
internal sealed class Account : IdentityUser<Guid>
{
    private Account()
    {
    }

    public Account(Guid staff, string number)
        : base(number) => Id = staff;

    /// <summary>The account of somebody who is about to join, which an invitation activates.</summary>
    public static Account Of(StaffMember staff) => new(staff.Id, staff.Number)
    {
        NormalizedUserName = staff.Number.ToUpperInvariant(),
        // A fresh stamp: what was begun under another is over.
        SecurityStamp = Convert.ToHexString(RandomNumberGenerator.GetBytes(20)),
        LockoutEnabled = true,
    };

    /// <summary>The secret of the authenticator 动态口令, sealed with the key ring; null while none is enrolled.</summary>
    public byte[]? OneTimeSecret { get; set; }

    /// <summary>The time step of the last one-time code taken: a code is good once (RFC 6238, 5.2).</summary>
    public long LastOneTimeStep { get; set; }
}
