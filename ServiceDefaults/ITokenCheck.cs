using System.Security.Claims;
using Ops.Platform.Texts;

namespace Ops.ServiceDefaults;

/// <summary>
/// Says no to the holder of a token that is good in itself: one who has left, or may not act for the time being (CS-7).
/// Asked at every request, so it answers from memory.
/// </summary>
public interface ITokenCheck
{
    /// <summary>Why the holder is refused; null when they are not.</summary>
    Text? Refuses(ClaimsPrincipal holder);
}
