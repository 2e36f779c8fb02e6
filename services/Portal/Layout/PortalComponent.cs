using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using NodaTime;
using Ops.Platform.Texts;

namespace Ops.Portal.Layout;

/// <summary>What every component of ours says its texts with.</summary>
public abstract class PortalComponent : ComponentBase, IDisposable
{
    // Never disposed: it has neither a timer nor a handle, and is asked for after the page is gone.
    private readonly CancellationTokenSource _gone = new();

    /// <summary>Nobody looks any more.</summary>
    protected CancellationToken Gone => _gone.Token;

    /// <summary>The texts, in the reader's language.</summary>
    [Inject]
    protected ITexts Texts { get; set; } = default!;

    /// <summary>
    /// How many rows the reader wants of a list at a time; null for as many as the service gives by itself.
    /// </summary>
    [CascadingParameter(Name = PageSizes.Name)]
    public int? PageSize { get; set; }

    /// <summary>A text.</summary>
    /// <param name="code">Its code.</param>
    /// <param name="args">What stands in its places.</param>
    protected string Say(string code, params ReadOnlySpan<(string, object?)> args) => Texts.Render(Text.Of(code, args));

    /// <summary>The name of a member of an enumeration, as the service has it.</summary>
    protected string Name<T>(T member)
        where T : struct, Enum => Texts.Render(Text.NameOf(member));

    /// <summary>A time as people write it, on the clock of the place that it is told for.</summary>
    protected string Time(DateTimeOffset at) => Say("portal.time", ("at", OffsetDateTime.FromDateTimeOffset(at)));

    /// <summary>A day as people write it.</summary>
    protected string Day(DateOnly day) => Say("portal.day", ("day", LocalDate.FromDateOnly(day)));

    /// <summary>Which day of the week it is, as people say it.</summary>
    protected string WeekdayOf(DateOnly day) => Say("portal.weekday", ("day", LocalDate.FromDateOnly(day)));

    /// <summary>Several as people write them one after the other.</summary>
    protected static string Listed(IEnumerable<string> items) => Shown.List([.. items], CultureInfo.CurrentUICulture);

    /// <summary>Takes the reader to a part of the page.</summary>
    /// <param name="part">The part; one that is gone by now is passed over.</param>
    protected static async Task FocusAsync(ElementReference part)
    {
        try
        {
            await part.FocusAsync();
        }
        catch (JSException)
        {
            // Drawn and drawn over again before the browser came to it.
        }
    }

    /// <summary>
    /// Does what something else than the page itself asks for. What it throws is the page's fault, as if it had been
    /// pressed.
    /// </summary>
    protected void Soon(Func<Task> act) => _ = InvokeAsync(async () =>
    {
        try
        {
            await act();
        }
        catch (Exception over) when (Gone.IsCancellationRequested || over is JSDisconnectedException)
        {
            // Nobody looks any more.
        }
        catch (Exception failed)
        {
            await DispatchExceptionAsync(failed);
        }
    });

    /// <summary>Draws it again when something that it shows has changed.</summary>
    protected void DrawAgain() => Soon(() =>
    {
        StateHasChanged();
        return Task.CompletedTask;
    });

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(isDisposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The page is left.</summary>
    /// <param name="isDisposing">Always.</param>
    protected virtual void Dispose(bool isDisposing) => _gone.Cancel();
}
