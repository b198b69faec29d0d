namespace HelpLightning.Client;

/// <summary>
/// Raised while another key signs than the one that should, until that is mended: told once in the log, counted in a metric, and read by
/// the health check.
/// </summary>
internal sealed class KeyAlarm(string key, ClientTelemetry telemetry) : IDisposable
{
    private readonly Lock _change = new();
    private string? _unusable;
    private bool _isOlderInUse;
    private bool _isDisposed;

    /// <summary>Null when all is well.</summary>
    public string? Text
    {
        get
        {
            lock (_change)
            {
                return _unusable is { } reason ? $"{key} has changed, but cannot be used; the key from before goes on signing. {reason}"
                    : _isOlderInUse ? $"{key} has changed, but tokens of the new key are refused; the key from before goes on signing. "
                        + "Upload the new public half in Help Lightning's Developer tab, or put the old key back."
                    : null;
            }
        }
    }

    /// <param name="reason">Why what is there cannot be used; null when it can.</param>
    public void Unusable(string? reason)
    {
        lock (_change)
        {
            if (_unusable != reason)
            {
                Change(() => _unusable = reason);
            }
        }
    }

    public void Refused(bool isOlderInUse)
    {
        lock (_change)
        {
            if (_isOlderInUse != isOlderInUse)
            {
                Change(() => _isOlderInUse = isOlderInUse);
            }
        }
    }

    public void Dispose()
    {
        lock (_change)
        {
            if (Text is not null)
            {
                ClientTelemetry.AlarmEnded();
            }

            _isDisposed = true;
        }
    }

    private void Change(Action apply)
    {
        bool wasRaised = Text is not null;
        apply();
        if (_isDisposed)
        {
            return;
        }

        if (Text is { } text)
        {
            ClientLog.KeyAlarm(telemetry.Log, text);
            if (!wasRaised)
            {
                ClientTelemetry.AlarmBegan();
            }
        }
        else if (wasRaised)
        {
            ClientLog.KeyAlarmEnded(telemetry.Log, key);
            ClientTelemetry.AlarmEnded();
        }
    }
}
