using System.Collections.Concurrent;
using HelpLightning.Webhooks;

namespace HelpDesk;

/// <summary>Remembers which calls are over. A real help desk would close their tickets.</summary>
internal sealed class CallsToday : IWebhookHandler<CallEnded>
{
    private readonly ConcurrentDictionary<string, byte> _ended = new();

    public IEnumerable<string> Ended => _ended.Keys;

    public ValueTask HandleAsync(CallEnded happened, WebhookContext context, CancellationToken stop)
    {
        _ended[happened.CallId!] = 0;
        return ValueTask.CompletedTask;
    }
}
