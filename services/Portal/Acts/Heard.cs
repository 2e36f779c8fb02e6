namespace Ops.Portal.Acts;

/// <summary>Given by whoever shows a thing's own page within another: what is done there is heard here.</summary>
/// <param name="Of">Hears that something was done, in a sentence.</param>
public sealed record Heard(Func<string, Task> Of);
