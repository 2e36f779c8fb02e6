using Microsoft.Extensions.DependencyInjection;
using Ops.Platform.Texts;
using Ops.Portal.Acts;
using Ops.Portal.Calls;
using Xunit;

namespace Ops.Portal.Tests.Acts;

/// <summary>However often a form is sent, it is done once, and whoever sent it hears what became of it.</summary>
public sealed class SendingTests : IDisposable
{
    private readonly ServiceProvider _services =
        new ServiceCollection().AddTexts(typeof(Act).Assembly).BuildServiceProvider();

    private readonly List<string> _keys = [];

    [Fact]
    public async Task While_it_is_sent_it_is_not_sent_again()
    {
        var (sending, answer) = (Make(), new TaskCompletionSource<string>());
        var first = sending.SendAsync(key => Noted(key, answer.Task));
        Assert.Null(await sending.SendAsync(key => Noted(key, answer.Task)));
        answer.SetResult("done");
        Assert.Equal("done", await first);
        Assert.Single(_keys);
        // What is sent after it is another.
        await sending.SendAsync(key => Noted(key, Task.FromResult("done")));
        Assert.Equal(2, _keys.Distinct().Count());
    }

    [Fact]
    public async Task What_was_lost_is_sent_again_as_the_same()
    {
        var sending = Make();
        Assert.Null(await sending.SendAsync(key => Noted(key, Lost())));
        Assert.NotNull(sending.Problem);
        Assert.Equal("done", await sending.SendAsync(key => Noted(key, Task.FromResult("done"))));
        Assert.Single(_keys.Distinct());
        Assert.Null(sending.Problem);
    }

    [Fact]
    public async Task A_refusal_after_a_lost_answer_has_one_look_whether_it_was_done()
    {
        var sending = Make();
        await sending.SendAsync(key => Noted(key, Lost()));
        await sending.SendAsync(key => Noted(key, Refused(409)));
        Assert.True(sending.IsStale);
    }

    [Theory]
    [InlineData(409, false)]
    [InlineData(412, true)]
    public async Task What_was_refused_is_said_and_what_is_sent_then_is_another(int status, bool isStale)
    {
        var sending = Make();
        Assert.Null(await sending.SendAsync(key => Noted(key, Refused(status))));
        Assert.Equal("不可以", sending.Problem!.Detail);
        Assert.Equal(isStale, sending.IsStale);
        await sending.SendAsync(key => Noted(key, Task.FromResult("done")));
        Assert.Equal(2, _keys.Distinct().Count());
    }

    public void Dispose() => _services.Dispose();

    private Sending Make() => new(_services.GetRequiredService<ITexts>(), TimeProvider.System);

    private Task<string> Noted(string key, Task<string> answer)
    {
        _keys.Add(key);
        return answer;
    }

    private static Task<string> Lost() => Task.FromException<string>(new HttpRequestException("The line is dead."));

    private static Task<string> Refused(int status) => Task.FromException<string>(new ServiceException(
        "refused", status, """{"title":"","detail":"不可以"}""", new Dictionary<string, IEnumerable<string>>(), null));
}
