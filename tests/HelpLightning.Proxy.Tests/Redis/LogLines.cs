using System.Collections.Concurrent;
using HelpLightning.Proxy.Redis;
using Microsoft.Extensions.Logging;

namespace HelpLightning.Proxy.Tests.Redis;

/// <summary>What a limiter has logged, with what came with it.</summary>
internal sealed class LogLines : ILogger<RedisRateLimiter>
{
    private readonly ConcurrentQueue<(int Id, string Text)> _lines = [];

    public int[] Ids => [.. _lines.Select(static l => l.Id)];

    public string Text => string.Join('\n', _lines.Select(static l => l.Text));

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue((eventId.Id, $"{formatter(state, exception)} {exception}"));
}
