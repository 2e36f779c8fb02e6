using Xunit.v3;

namespace Ops.TestSupport;

/// <summary>
/// Marks a test of an input that people really send, by the name that <c>docs/cases.md</c> has for it; or, with
/// <see cref="Generated"/>, the test of generated inputs of the same kind. One case's tests by themselves:
/// <c>-trait "Case=csv-rows-of-commas"</c>.
/// </summary>
/// <param name="name">The case, e.g. <c>csv-rows-of-commas</c>.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class CaseAttribute(string name) : Attribute, ITraitAttribute
{
    /// <summary>The case's name.</summary>
    public string Name { get; } = name;

    /// <summary>Whether the test makes its inputs itself, or goes through all that there are of the kind.</summary>
    public bool Generated { get; set; }

    /// <inheritdoc />
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("Case", Name)];
}
