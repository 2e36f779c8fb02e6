using Ops.Platform.Rules;
using Ops.Platform.Texts;
using static Ops.ClientAttribution.Attribution.Fact;

namespace Ops.ClientAttribution.Attribution;

/// <summary>
/// ATT-III.5: whom an employee outside sales introduces belongs to the consultant on duty when they arrive; the
/// employee may not name one.
/// </summary>
internal static class EmployeeIntroduction
{
    /// <summary>The consultant on duty has the client; null for one whom no employee introduced.</summary>
    [Rule("ATT-III.5", "introduced by an employee: the consultant on duty")]
    public static Claim? Claim(Registered entry) => entry.Employee is { } employee
        ? new(entry.Consultant, new(
            "ATT-III.5",
            entry.AskedFor is { } named && named != entry.Consultant
                ? Text.Of(
                    "attribution.employee.may-not-name", ("employee", employee), ("named", named),
                    ("consultant", entry.Consultant))
                : Text.Of("attribution.employee", ("employee", employee), ("consultant", entry.Consultant)),
            [entry.Id]))
        : null;
}
