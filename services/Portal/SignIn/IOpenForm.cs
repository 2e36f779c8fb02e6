namespace Ops.Portal.SignIn;

/// <summary>Whether a page has what would be lost with it.</summary>
internal interface IOpenForm
{
    /// <summary>Whether a form is open: somebody may have typed into it.</summary>
    bool IsOpen { get; }
}
