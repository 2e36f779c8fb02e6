namespace Ops.Platform.Storage;

/// <summary>
/// What the service needs is not there yet, and will be: the caller is told 503, a message or deadline waits.
/// </summary>
public sealed class UnavailableException : Exception
{
    /// <summary>Says what is not there.</summary>
    public UnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is not there, and why.</summary>
    public UnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Something is not there.</summary>
    public UnavailableException()
    {
    }
}
