using System.Text;
using HelpLightning.Webhooks;

namespace HelpLightning.WebhookReceiver;

/// <summary>
/// Writes a line for each event that was handled: this process, the call, the event's own number, the attempt, the time. A kill loses no
/// line that was written.
/// </summary>
internal sealed class HandledFile(string path) : IDisposable
{
    private readonly FileStream _file = new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
    private readonly Lock _lock = new();

    public void Dispose() => _file.Dispose();

    public ValueTask WriteAsync(CallEvent happened, WebhookContext context)
    {
        long number = happened.Data.TryGetProperty("n"u8, out System.Text.Json.JsonElement n) ? n.GetInt64() : -1;
        lock (_lock)
        {
            long now = TimeProvider.System.GetUtcNow().Ticks;
            _file.Write(Encoding.UTF8.GetBytes($"{Environment.ProcessId} {happened.CallId} {number} {context.Attempt} {now}\n"));
        }

        return ValueTask.CompletedTask;
    }
}
