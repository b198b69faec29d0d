using HelpLightning.PartnerKeys;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace HelpLightning.Client;

/// <summary>Holds the connection in force, and replaces it when the settings change. Bad new settings change nothing.</summary>
internal sealed class CurrentConnection : IDisposable
{
    private readonly ClientTelemetry _telemetry;
    private readonly Lock _change = new();
    private readonly IDisposable[] _subscriptions = [];
    private volatile Connection _current;
    private volatile string? _unusable;
    private volatile bool _isDisposed;

    public CurrentConnection(HelpLightningOptions options, ClientTelemetry telemetry)
    {
        _telemetry = telemetry;
        _current = new Connection(options, ClockOf(options), telemetry);
    }

    /// <summary>
    /// Follows the settings of a registration. Not through an options monitor: that throws at whoever reloads the
    /// configuration when new settings are wrong, and says nothing to us.
    /// </summary>
    public CurrentConnection(
        IOptionsFactory<HelpLightningOptions> factory, IEnumerable<IOptionsChangeTokenSource<HelpLightningOptions>> changes,
        string name, ClientTelemetry telemetry)
        : this(factory.Create(name), telemetry) =>
        _subscriptions =
        [
            .. changes.Where(source => (source.Name ?? Options.DefaultName) == name)
                .Select(source => ChangeToken.OnChange(source.GetChangeToken, () => Replace(() => factory.Create(name)))),
        ];

    /// <summary>
    /// The connection in force. One that was replaced since does not sign any more: see <see cref="ConnectionReplacedException"/>.
    /// </summary>
    public Connection Value
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(HelpLightningClient));
            return _current;
        }
    }

    /// <summary>What is wrong with a key or settings that came since, so that older ones are in force; null when all is well.</summary>
    public string? Alarm => _unusable is { } reason ? $"The settings have changed, but cannot be used: {reason}" : _current.Alarm;

    public void Dispose()
    {
        foreach (IDisposable subscription in _subscriptions)
        {
            subscription.Dispose();
        }

        lock (_change)
        {
            if (!_isDisposed)
            {
                _isDisposed = true;
                _current.Dispose();
            }
        }
    }

    private static CorrectedClock ClockOf(HelpLightningOptions options) => new(options.TimeProvider, options.MaxClockCorrection);

    private void Replace(Func<HelpLightningOptions> read)
    {
        lock (_change)
        {
            if (_isDisposed)
            {
                return;
            }

            try
            {
                HelpLightningOptions options = read();
                Connection old = _current;

                // Another machine's clock says nothing about this one, so the correction stays with the address.
                bool isSameClock = ApiOrigin.Of(options).Root == old.Origin.Root && options.TimeProvider == old.Options.TimeProvider
                    && options.MaxClockCorrection == old.Options.MaxClockCorrection;
                CorrectedClock clock = isSameClock ? old.Clock : ClockOf(options);
                Connection fresh = new(options, clock, _telemetry);
                old.ReplaceBy(fresh);
                _current = fresh;
                old.Dispose();
                _unusable = null;
                ClientLog.SettingsChanged(_telemetry.Log);
            }
            catch (Exception e) when (e is PartnerKeyException or HelpLightningConfigurationException or OptionsValidationException)
            {
                _unusable = e.Message;
                ClientLog.SettingsUnusable(_telemetry.Log, e.Message);
            }
        }
    }
}
