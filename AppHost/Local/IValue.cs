namespace Ops.AppHost.Local;

/// <summary>Something that an environment variable or a <see cref="Aspire.Hosting.ApplicationModel.ReferenceExpression"/> can be made of; known once the system starts.</summary>
public interface IValue
{
    /// <summary>What it stands for.</summary>
    string Value { get; }
}
