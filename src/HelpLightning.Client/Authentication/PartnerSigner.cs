using HelpLightning.PartnerKeys;

namespace HelpLightning.Client;

/// <summary>
/// Signs partner tokens with the key in force. A key file that changes is read again: looked at every few seconds while
/// tokens are signed, and at once when a token is refused. A new file that cannot be used leaves the old key in place.
/// </summary>
internal sealed class PartnerSigner : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private readonly HelpLightningOptions _options;
    private readonly TimeProvider _clock;
    private readonly ClientTelemetry _telemetry;
    private readonly Lock _reload = new();
    private volatile SigningKey _key;
    private volatile ReusedToken? _reused;
    private KeyFileState? _file;
    private long _lookedAt;

    public PartnerSigner(HelpLightningOptions options, TimeProvider clock, ClientTelemetry telemetry)
    {
        _options = options;
        _clock = clock;
        _telemetry = telemetry;
        _file = options.PartnerKeyFile is { } path ? KeyFileState.Of(path) : null;
        _key = SigningKey.Load(options, clock);
        _lookedAt = clock.GetTimestamp();
    }

    /// <summary>A token for one sending, or for several when the options allow to use one again.</summary>
    public string Sign()
    {
        if (_options.PartnerKeyFile is not null && _clock.GetElapsedTime(Volatile.Read(ref _lookedAt)) >= LookEvery)
        {
            ReloadIfChanged();
        }

        if (_options.TokenReuse <= TimeSpan.Zero)
        {
            return SignNow().Value;
        }

        long now = _clock.GetTimestamp();
        if (_reused is { } kept && _clock.GetElapsedTime(kept.SignedAt, now) < _options.TokenReuse)
        {
            return kept.Value;
        }

        string value = SignNow().Value;
        _reused = new ReusedToken(value, now);
        return value;
    }

    /// <summary>After a refusal: forget a token in use, and see whether the key file has changed.</summary>
    public void Renew()
    {
        _reused = null;
        ReloadIfChanged();
    }

    public void Dispose() => _key.Dispose();

    private PartnerToken SignNow()
    {
        while (true)
        {
            SigningKey key = _key;
            if (!key.TryUse())
            {
                // Replaced between the two lines above: the new one is there already, unless all has ended.
                ObjectDisposedException.ThrowIf(ReferenceEquals(key, _key), typeof(HelpLightningClient));
                continue;
            }

            try
            {
                ClientTelemetry.TokenSigned();
                return key.Signer.Sign();
            }
            finally
            {
                key.Release();
            }
        }
    }

    private void ReloadIfChanged()
    {
        if (_options.PartnerKeyFile is not { } path)
        {
            return;
        }

        lock (_reload)
        {
            Volatile.Write(ref _lookedAt, _clock.GetTimestamp());
            KeyFileState? state = KeyFileState.Of(path);
            if (state is null || state == _file)
            {
                return;
            }

            try
            {
                SigningKey fresh = SigningKey.Load(_options, _clock);
                SigningKey old = _key;
                _key = fresh;
                _reused = null;
                old.Dispose();
                _file = state;
                ClientLog.KeyFileReloaded(_telemetry.Log, path);
            }
            catch (PartnerKeyException e)
            {
                // It may be half written; the next look will tell.
                ClientLog.KeyFileUnusable(_telemetry.Log, path, e.Message);
            }
        }
    }

    private sealed record ReusedToken(string Value, long SignedAt);
}
