using System.Globalization;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Output;
using HelpLightning.Cli.Progress;
using HelpLightning.Cli.Terminal;
using HelpLightning.Webhooks;

namespace HelpLightning.Cli.Webhooks;

/// <summary>
/// What <c>hl webhooks listen</c> shows: events on standard output, everything that goes wrong on standard error, and on a terminal a line
/// at the end that says how long nothing has come, because silence may mean that a webhook is gone.
/// </summary>
internal sealed class ListenScreen : WebhookObserver, IDisposable
{
    private readonly Host _host;
    private readonly EventFilter _filter;
    private readonly RowPrinter<ArrivedEvent>? _rows;
    private readonly StatusLine _status;
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DateTimeOffset _since;
    private DateTimeOffset? _lastAt;
    private long _came;
    private long _refused;
    private bool _storeFails;

    /// <param name="host">Where it is shown.</param>
    /// <param name="filter">Which events are.</param>
    /// <param name="rows">Prints them for programs; null for people.</param>
    public ListenScreen(Host host, EventFilter filter, RowPrinter<ArrivedEvent>? rows)
    {
        _host = host;
        _filter = filter;
        _rows = rows;
        _status = new StatusLine(host, isPatient: false);
        _since = host.Clock.GetUtcNow();
    }

    /// <summary>Ends with the failure when nothing can be printed any more.</summary>
    public Task Broken => _broken.Task;

    /// <summary>How many events came, repeats not counted.</summary>
    public long Came => Interlocked.Read(ref _came);

    public override void Accepted(IncomingEvent incoming, IntakeResult result) => Show(() =>
    {
        _lastAt = incoming.ReceivedAt;
        _came += result == IntakeResult.Stored ? 1 : 0;
        if (!_filter.Takes(incoming.Summary.Category))
        {
            return;
        }

        if (_rows is null)
        {
            _host.Screen.Out.WriteLine(EventLine.Format(_host.Screen, incoming, result));
        }
        else
        {
            _rows.Print(new ArrivedEvent(incoming, result));
            _rows.Flush();
        }
    });

    public override void Refused(WebhookSignatureResult reason, int bodyLength)
    {
        string why = reason switch
        {
            WebhookSignatureResult.Missing => "it has no signature, as of a webhook that was set up without a secret",
            WebhookSignatureResult.Repeated => "it has more than one signature",
            WebhookSignatureResult.Malformed => "its signature is not sha256= and 64 hex digits in small letters",
            WebhookSignatureResult.Mismatch => "its signature is that of another body, or made with another secret than those given",
            _ => "there is no secret to check it with",
        };
        Refused($"{why} ({ByteText.Of(bodyLength)})");
    }

    /// <summary>A request was answered with a no.</summary>
    public void Refused(string why) => Show(() =>
    {
        _refused++;
        Tell("refused", Ansi.Red, why);
    });

    /// <summary>A file is there, whole. The event's own line has told the call, in whose folder it lies.</summary>
    public void Saved(string file, long bytes) => Show(() =>
        Tell("saved", Ansi.Green, $"{string.Join('/', file.Split('/', '\\').TakeLast(2))} ({ByteText.Of(bytes)})"));

    public override void Unavailable(InboxUnavailableException exception) =>
        Show(() => Tell("put off", Ansi.Red, $"its sender was told to come again: {exception.Message}"));

    public override void Settled(Settlement settlement) => Show(() =>
    {
        InboxEvent settled = settlement.Event;
        bool isTried = settlement.Attempts > settled.Attempts;
        string which = string.Create(
            CultureInfo.InvariantCulture, $"event {settled.Id} ({settled.Category ?? "-"}), attempt {settlement.Attempts}");
        switch (settlement.State)
        {
            case InboxEventState.Waiting when isTried:
                TimeSpan wait = (settlement.NextAttemptAt ?? default) - _host.Clock.GetUtcNow();
                Tell("failed", Ansi.Yellow, $"{which}: {settlement.Error} Again in {AgeText.Of(wait)}.");
                break;
            case InboxEventState.Dead:
                Tell("dead", Ansi.Red, $"{which}: {settlement.Error} It is not tried again by itself.");
                break;
            case InboxEventState.Handled when settlement.Attempts > 1:
                Tell("done", Ansi.Green, which);
                break;
        }
    });

    public override void StoreFailed(Exception exception) => Show(() =>
    {
        if (!_storeFails)
        {
            string what = exception is InboxUnavailableException ? exception.Message : exception.GetType().Name;
            Tell("inbox", Ansi.Red, $"{what} It is tried again.");
        }

        _storeFails = true;
    });

    public override void StoreRecovered() => Show(() =>
    {
        _storeFails = false;
        Tell("inbox", Ansi.Green, "it can be worked on again");
    });

    /// <summary>Shows how long it has been quiet, where somebody watches.</summary>
    public void Tick() => Show(static () => { });

    /// <summary>The same on a line that stays.</summary>
    public void Beat() => Show(() => _host.Screen.Note($"{EventLine.Time(_host.Clock.GetUtcNow())}  {Status()}"));

    public void Warn(string text) => Show(() => _host.Screen.Warn(text));

    public void Dispose()
    {
        lock (_lock)
        {
            _status.Dispose();
        }
    }

    private void Tell(string word, string color, string text)
    {
        Screen screen = _host.Screen;
        string head = EventLine.Time(_host.Clock.GetUtcNow()) + EventLine.Gap;
        string label = Ansi.Paint(word.PadRight(EventLine.WordWidth), color, screen.ErrorHasColor) + EventLine.Gap;
        int indent = head.Length + EventLine.WordWidth + EventLine.Gap.Length;
        string[] lines = screen.ErrorIsTerminal ? TextWrap.Lines(Printable.Of(text), screen.Width - indent - 1) : [Printable.Of(text)];
        screen.Error.WriteLine(Ansi.Paint(head, Ansi.Dim, screen.ErrorHasColor) + label + lines[0]);
        foreach (string line in lines.AsSpan(1))
        {
            screen.Error.WriteLine(new string(' ', indent) + line);
        }
    }

    private string Status()
    {
        string refused = _refused > 0 ? string.Create(CultureInfo.InvariantCulture, $", {_refused:N0} refused") : "";
        DateTimeOffset now = _host.Clock.GetUtcNow();
        return _lastAt is { } last
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{_came:N0} {(_came == 1 ? "event" : "events")}{refused}, the last one {AgeText.Of(now - last)} ago")
            : $"No event yet, for {AgeText.Of(now - _since)}{refused}";
    }

    /// <summary>One at a time, from whichever thread; it must not fail in the middle of an answer to a request.</summary>
    private void Show(Action print)
    {
        lock (_lock)
        {
            try
            {
                _status.Erase();
                print();
                if (_host.OutputIsTerminal)
                {
                    _status.Show(() => Ansi.Paint(Status(), Ansi.Dim, _host.Screen.ErrorHasColor));
                }
            }
            catch (Exception e)
            {
                _broken.TrySetException(e);
            }
        }
    }
}
