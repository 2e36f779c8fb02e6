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
            _key = null;
            return answer;
        }
        catch (ServiceException refused) when (!refused.IsAway && refused.Problem is not null)
        {
            // What is sent next is another.
            (_key, Problem, IsStale) = (null, refused.Problem, refused.IsStale);
        }
        catch (Exception lost) when (lost is ServiceException { IsAway: true } || ServiceException.IsLost(lost))
        {
            // Perhaps it was done: sent once more it is the same one.
            Problem = new ServiceProblem(null, texts.Render(Text.Of("portal.not-sent")));
        }
        finally
        {
            IsBusy = false;
        }

        return null;
    }
}
