namespace Ops.ServiceDefaults.Description;

/// <summary>
/// A parameter of a query that reads itself: in the description it looks like what it holds.
/// </summary>
/// <typeparam name="T">What it holds.</typeparam>
public interface IParameterOf<T>;
