using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace HelpLightning.Cli.Hosting;

/// <summary>
/// What the libraries have to tell, on standard error: keys and rules that changed or cannot be used, clocks that are off, a Redis that
/// went. The same words are not repeated within a minute, for a broken file is seen by every request.
/// </summary>
internal sealed class ScreenLog(Host host) : ILoggerProvider, ILoggerFactory
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, long> _said = new(StringComparer.Ordinal);

    public ILogger CreateLogger(string categoryName) => new Voice(this, categoryName.StartsWith("HelpLightning", StringComparison.Ordinal));

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    private void Say(LogLevel level, string text)
    {
        long now = host.Clock.GetTimestamp();
        if (_said.TryGetValue(text, out long last) && host.Clock.GetElapsedTime(last, now) < Quiet)
        {
            return;
        }

        if (_said.Count > 1000)
        {
            _said.Clear();
        }

        _said[text] = now;
        lock (_said)
        {
            if (level >= LogLevel.Warning)
            {
                host.Screen.Warn(text);
            }
            else
            {
                host.Screen.Note(text);
            }
        }
    }

    private sealed class Voice(ScreenLog log, bool isOurs) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => isOurs && logLevel is >= LogLevel.Information and < LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                log.Say(logLevel, formatter(state, exception));
            }
        }
    }
}
