using Ops.Portal.SignIn;

namespace Ops.Portal.Acts;

/// <summary>The one form that is open on a page: its fields have no others beside them with the same names.</summary>
internal sealed class OneForm : IOpenForm
{
    private Action? _close;

    /// <inheritdoc />
    public bool IsOpen => _close is not null;

    /// <summary>A form is opened, and the one that was is closed.</summary>
    /// <param name="close">Closes it.</param>
    public void Take(Action close)
    {
        if (_close != close)
            _close?.Invoke();
        _close = close;
    }

    /// <summary>A form is open no more.</summary>
    /// <param name="close">As it was taken.</param>
    public void Leave(Action close)
    {
        if (_close == close)
            _close = null;
    }
}
