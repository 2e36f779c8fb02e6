namespace Ops.ServiceDefaults.Description;

/// <summary>
/// A parameter of a query that reads itself: in the description it looks like what it holds.
/// </summary>
/// <typeparam name="T">What it holds.</typeparam>
public interface IParameterOf<T>
{
    /// <summary>The least and the most of a number; null where it is none, or has neither.</summary>
    static virtual (int Least, int Most)? Range => null;
}
