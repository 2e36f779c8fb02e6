using System.Runtime.CompilerServices;

namespace Ops.Platform.Rules;

/// <summary>
/// Marks a method that keeps a rule of the rulebook, or a test that proves it. <c>docs/rules.md</c> is generated from
/// these marks, so that a reader finds the code and the proof from a rule's id.
/// </summary>
/// <param name="id">The rule's id as the rulebook writes it, e.g. <c>RES-4</c> or <c>DOC-5.2.2</c>.</param>
/// <param name="sentence">Which sentence of the rule, in a few words; a test need not say it.</param>
/// <param name="file">The source file; filled in by the compiler.</param>
/// <param name="line">The source line; filled in by the compiler.</param>
[AttributeUsage(
    AttributeTargets.Method | AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Property,
    AllowMultiple = true,
    Inherited = false)]
public sealed class RuleAttribute(
    string id, string? sentence = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) : Attribute
{
    /// <summary>The rule's id as the rulebook writes it.</summary>
    public string Id { get; } = id;

    /// <summary>Which sentence of the rule; null where a test does not say it.</summary>
    public string? Sentence { get; } = sentence;

    /// <summary>The source file of the marked member.</summary>
    public string File { get; } = file;

    /// <summary>The source line of the mark.</summary>
    public int Line { get; } = line;
}
