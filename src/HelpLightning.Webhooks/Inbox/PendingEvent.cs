using System.Threading.Tasks.Sources;

namespace HelpLightning.Webhooks;

/// <summary>An event whose sender waits for an answer. It gets one, the first that is given.</summary>
internal sealed class PendingEvent : IValueTaskSource<IntakeResult>
{
    // What goes on after the answer is the sender's business, and must not hold up the writer.
    private ManualResetValueTaskSourceCore<IntakeResult> _answer = new() { RunContinuationsAsynchronously = true };
    private int _isAnswered;

    public PendingEvent(IncomingEvent incoming, long since)
    {
        Incoming = incoming;
        Since = since;
    }

    public IncomingEvent Incoming { get; }

    /// <summary>The timestamp at which it came.</summary>
    public long Since { get; }

    public ValueTask<IntakeResult> Answer => new(this, _answer.Version);

    public void Succeed(IntakeResult result)
    {
        if (Interlocked.Exchange(ref _isAnswered, 1) == 0)
        {
            _answer.SetResult(result);
        }
    }

    public void Fail(Exception error)
    {
        if (Interlocked.Exchange(ref _isAnswered, 1) == 0)
        {
            _answer.SetException(error);
        }
    }

    IntakeResult IValueTaskSource<IntakeResult>.GetResult(short token) => _answer.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<IntakeResult>.GetStatus(short token) => _answer.GetStatus(token);

    void IValueTaskSource<IntakeResult>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _answer.OnCompleted(continuation, state, token, flags);
}
