using System.Runtime.CompilerServices;
using Ops.AppHost.Local;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A text with values in it that are known once the system starts.</summary>
public sealed class ReferenceExpression : IValue
{
    private readonly IReadOnlyList<Func<string>> _parts;

    private ReferenceExpression(IReadOnlyList<Func<string>> parts) => _parts = parts;

    /// <inheritdoc />
    public string Value => string.Concat(_parts.Select(part => part()));

    /// <summary>Made from an interpolated string.</summary>
    public static ReferenceExpression Create(in ExpressionInterpolatedStringHandler handler) => new(handler.Parts);

    /// <summary>Takes the interpolated string apart.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct ExpressionInterpolatedStringHandler
    {
        /// <summary>Called by the compiler.</summary>
        public ExpressionInterpolatedStringHandler(int literalLength, int formattedCount) => Parts = new(formattedCount * 2 + Math.Sign(literalLength));

        internal List<Func<string>> Parts { get; }

        /// <summary>Called by the compiler.</summary>
        public void AppendLiteral(string value) => Parts.Add(() => value);

        /// <summary>Called by the compiler.</summary>
        public void AppendFormatted(string? value) => Parts.Add(() => value ?? "");

        /// <summary>Called by the compiler.</summary>
        public void AppendFormatted<T>(T valueProvider)
            where T : IValue => Parts.Add(() => valueProvider.Value);

        /// <summary>Called by the compiler.</summary>
        public void AppendFormatted<T>(IResourceBuilder<T> valueProvider)
            where T : IResource, IValue => Parts.Add(() => valueProvider.Resource.Value);
    }
}
