using HelpLightning.PartnerKeys;
using Microsoft.Extensions.Options;

namespace HelpLightning.Client;

/// <summary>Holds the connection in force, and replaces it when the settings change. Bad new settings change nothing.</summary>
internal sealed class CurrentConnection : IDisposable
{
    private readonly ClientTelemetry _telemetry;
    private readonly Lock _change = new();
    private readonly IDisposable? _subscription;
    private volatile Connection _current;
    private bool _isDisposed;

    public CurrentConnection(HelpLightningOptions options, ClientTelemetry telemetry)
    {
        _telemetry = telemetry;
        _current = new Connection(options, new CorrectedClock(options.TimeProvider), telemetry);
    }

    public CurrentConnection(IOptionsMonitor<HelpLightningOptions> monitor, string name, ClientTelemetry telemetry)
        : this(monitor.Get(name), telemetry) =>
        _subscription = monitor.OnChange((options, changed) =>
        {
            if (changed == name)
            {
                Replace(options);
            }
        });

    public Connection Value => _current;

    public void Dispose()
    {
        _subscription?.Dispose();
        lock (_change)
        {
            if (!_isDisposed)
            {
                _isDisposed = true;
                _current.Dispose();
            }
        }
    }

    private void Replace(HelpLightningOptions options)
    {
        lock (_change)
        {
            if (_isDisposed)
            {
                return;
            }

            try
            {
                Connection old = _current;

                // Another machine's clock says nothing about this one, so the correction stays with the address.
                CorrectedClock clock = ApiOrigin.Of(options).Root == old.Origin.Root && options.TimeProvider == old.Options.TimeProvider
                    ? old.Clock
                    : new CorrectedClock(options.TimeProvider);
                _current = new Connection(options, clock, _telemetry);
                old.Dispose();
                ClientLog.SettingsChanged(_telemetry.Log);
            }
            catch (Exception e) when (e is PartnerKeyException or HelpLightningConfigurationException)
            {
                ClientLog.SettingsUnusable(_telemetry.Log, e.Message);
            }
        }
    }
}
