using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace HelpLightning.Client.Tests;

/// <summary>Keeps what is logged, by event id.</summary>
internal sealed class LogRecorder : ILoggerProvider, ILoggerFactory, ILogger
{
    public ConcurrentQueue<(int Id, LogLevel Level, string Text)> Lines { get; } = new();

    public int Count(int id) => Lines.Count(line => line.Id == id);

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue((eventId.Id, logLevel, formatter(state, exception)));

    public void Dispose()
    {
    }
}
