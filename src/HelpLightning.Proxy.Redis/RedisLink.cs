using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace HelpLightning.Proxy.Redis;

/// <summary>
/// The connection, and whether Redis counts. The first request that it fails ends the asking; from then on it is tried in the background,
/// by the script itself: a server that answers a ping may still refuse to write.
/// </summary>
internal sealed class RedisLink : IAsyncDisposable
{
    /// <summary>Between two looks at whether it is back.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// A Redis that goes again so soon is away for twice as long as the last time: it is slow, and each going costs requests.
    /// </summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(8);

    private readonly ConfigurationOptions _settings;
    private readonly RedisRateLimiterOptions _options;
    private readonly ILogger _logger;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly string _instead;
    private Task _watch = Task.CompletedTask;
    private ConnectionMultiplexer? _connection;
    private ConnectionFailureType _lastFailure;
    private volatile IDatabase? _database;
    private volatile string? _problem = "Redis has not answered yet.";
    private volatile int _returns;
    private bool _isSaid;
    private TimeSpan _pause = Interval;
    private long _changedAt;

    public RedisLink(ConfigurationOptions settings, RedisRateLimiterOptions options, ILogger logger, TimeProvider clock)
    {
        _settings = settings;
        _options = options;
        _logger = logger;
        _clock = clock;
        _instead = options.WhenRedisIsGone switch
        {
            WhenRedisIsGone.Allow => "all pass",
            WhenRedisIsGone.Refuse => "all are refused",
            _ => "this replica counts for itself, with the whole limit",
        };
    }

    /// <summary>Why it does not count; null while it does.</summary>
    public string? Problem => _problem;

    public void Start() => _watch = Task.Run(WatchAsync);

    /// <summary>0 when a request may go on, otherwise the microseconds until one may; null when Redis does not say.</summary>
    public async ValueTask<long?> AskAsync(string site, RateLimit limit, CancellationToken cancellationToken)
    {
        int returns = _returns;
        try
        {
            long rate = (long)Math.Round(limit.RequestsPerSecond * BucketScript.Micro);
            long burst = limit.Burst * BucketScript.Micro;
            string key = $"{_options.KeyPrefix}site:{site}";
            return await RunAsync(key, rate, burst, BucketScript.Micro, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it is: a request does not fail because nobody counts it.
            Go(e, returns);
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        await _stop.CancelAsync().ConfigureAwait(false);
        await _watch.ConfigureAwait(false);
        _problem = "The limiter was disposed of.";
        if (_connection is { } connection)
        {
            // Whoever still waits for a Redis that hangs would be waited for.
            await connection.CloseAsync(allowCommandsToComplete: false).ConfigureAwait(false);
            await connection.DisposeAsync().ConfigureAwait(false);
        }

        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            if (_problem is not null && _clock.GetElapsedTime(_changedAt) >= (_isSaid ? _pause : TimeSpan.Zero))
            {
                await TryAsync().ConfigureAwait(false);
            }

            await Task.Delay(Interval, _clock, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TryAsync()
    {
        try
        {
            if (_connection is null)
            {
                _connection = await ConnectionMultiplexer.ConnectAsync(_settings).ConfigureAwait(false);
                _connection.ConnectionFailed += (_, failure) => _lastFailure = failure.FailureType;
                _database = _connection.GetDatabase();
            }

            await RunAsync($"{_options.KeyPrefix}probe", BucketScript.Micro, BucketScript.Micro, 0, _stop.Token).ConfigureAwait(false);
            Return();
        }
        catch (Exception e)
        {
            if (!_stop.IsCancellationRequested)
            {
                Go(e, _returns);
            }
        }
    }

    private async Task<long> RunAsync(string key, long rate, long burst, long cost, CancellationToken cancellationToken)
    {
        Task<RedisResult> script = _database!.ScriptEvaluateAsync(BucketScript.Text, [key], [rate, burst, cost]);
        try
        {
            return (long)await script.WaitAsync(_options.Timeout, _clock, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (!script.IsCompleted)
            {
                // Its error, which nobody waits for any more, is nobody's.
                _ = script.ContinueWith(
                    static s => _ = s.Exception,
                    CancellationToken.None,
                    TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
                    TaskScheduler.Default);
            }
        }
    }

    /// <param name="e">What failed.</param>
    /// <param name="returns">How often Redis had returned when that began: what failed before it returned says nothing about now.</param>
    private void Go(Exception e, int returns)
    {
        lock (_lock)
        {
            if (returns != _returns || _stop.IsCancellationRequested)
            {
                return;
            }

            bool isNew = _problem is null || !_isSaid;
            string reason = RedisFailure.Explain(e, _lastFailure, _options);
            if (isNew)
            {
                bool isAgain = _isSaid && _clock.GetElapsedTime(_changedAt) < Soon;
                _pause = isAgain ? TimeSpan.FromTicks(Math.Min(2 * _pause.Ticks, LongestPause.Ticks)) : Interval;
                _changedAt = _clock.GetTimestamp();
                _isSaid = true;
                RedisRateLimiterLog.Gone(_logger, _options.Servers, _instead, reason);
            }

            // Last, so that whoever sees it finds it in the log.
            _problem = reason;
        }
    }

    private void Return()
    {
        lock (_lock)
        {
            _returns++;
            _changedAt = _clock.GetTimestamp();
            _isSaid = true;
            _lastFailure = ConnectionFailureType.None;
            RedisRateLimiterLog.Counts(_logger, _options.Servers);
            _problem = null;
        }
    }
}
