using Ops.Platform.Texts;
using Ops.Portal.Calls;

namespace Ops.Portal.Acts;

/// <summary>
/// One form as it is sent: once at a time, and however often it is sent, done once. What was typed stays until it has
/// been taken.
/// </summary>
/// <param name="texts">The texts.</param>
/// <param name="time">Machine time.</param>
internal sealed class Sending(ITexts texts, TimeProvider time)
{
    private string? _key;
    private bool _isUnsettled;

    /// <summary>Why it was not taken; null for nothing.</summary>
    public ServiceProblem? Problem { get; private set; }

    /// <summary>Whether the thing was changed by another since it was seen: one has to look again.</summary>
    public bool IsStale { get; private set; }

    /// <summary>Whether it is being sent.</summary>
    public bool IsBusy { get; private set; }

    /// <summary>Sends it, unless it is being sent already.</summary>
    /// <param name="send">Sends it under a key.</param>
    /// <returns>What was answered; null where it was not taken, and the problem says why.</returns>
    public async Task<TAnswer?> SendAsync<TAnswer>(Func<string, Task<TAnswer>> send)
        where TAnswer : class
    {
        if (IsBusy)
            return null;
        (IsBusy, Problem, IsStale) = (true, null, false);
        _key ??= $"{Guid.CreateVersion7(time.GetUtcNow())}";
        try
        {
            var answer = await send(_key);
            (_key, _isUnsettled) = (null, false);
            return answer;
        }
        catch (SignedOutException)
        {
            // Nothing was done. Signed in again, they send the same.
            Problem = new ServiceProblem(null, texts.Render(Text.Of("portal.not-signed-in")));
        }
        catch (Exception lost) when (ServiceException.IsAwayOrLost(lost))
        {
            // Perhaps it was done: sent once more as it is, it is the same one.
            (_isUnsettled, Problem) = (true, new ServiceProblem(null, texts.Render(Text.Of("portal.not-sent"))));
        }
        catch (ServiceException refused)
        {
            // After an answer that was lost a refusal may be of what was changed since: then one looks whether it was
            // done, and does not send another.
            (IsStale, _isUnsettled) = (refused.IsStale || _isUnsettled, false);
            // What is sent next is another.
            (_key, Problem) = (null, refused.ProblemOr(texts.Render(Text.Of("portal.refused"))));
        }
        finally
        {
            IsBusy = false;
        }

        return null;
    }
}
