using NodaTime;

namespace Ops.Platform.Registers;

/// <summary>
/// The head that a register's chain had when a local day was over. Raised by every service that keeps registers, once
/// for each chain and day with entries, and kept where that service's database does not reach.
/// </summary>
/// <param name="Register">The register.</param>
/// <param name="Site">The project's code, or whatever else the register has a chain for.</param>
/// <param name="Day">The local day.</param>
/// <param name="Sequence">The last entry's place.</param>
/// <param name="Hash">The last entry's hash.</param>
public sealed record RegisterHeadNoted(string Register, string Site, LocalDate Day, long Sequence, string Hash);
