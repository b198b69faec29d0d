using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;

namespace HelpLightning.Proxy;

/// <summary>Listens to meters, and writes what it has heard as Prometheus reads it.</summary>
internal sealed class MetricCollector : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly Lock _writing = new();
    private long _round;

    /// <param name="meters">The names of the meters.</param>
    public MetricCollector(params IEnumerable<string> meters)
    {
        HashSet<string> names = [.. meters];
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (names.Contains(instrument.Meter.Name) && FamilyOf(instrument) is { } family)
            {
                listener.EnableMeasurementEvents(instrument, family);
            }
        };
        _listener.SetMeasurementEventCallback<byte>((_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<short>((_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<float>((_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<decimal>((_, value, tags, state) => Record((double)value, tags, state));
        _listener.Start();
    }

    /// <summary>Asks what is to be asked, and writes all families by their names.</summary>
    public void WriteTo(StringBuilder text)
    {
        lock (_writing)
        {
            Interlocked.Increment(ref _round);
            _listener.RecordObservableInstruments();
            foreach (MetricFamily family in _families.Values.OrderBy(static f => f.Name, StringComparer.Ordinal))
            {
                PrometheusText.Append(text, family, _round);
            }
        }
    }

    public void Dispose() => _listener.Dispose();

    /// <summary>Null for an instrument whose name, as Prometheus reads it, is another kind's already.</summary>
    private MetricFamily? FamilyOf(Instrument instrument)
    {
        if ((FormOf<long>(instrument) ?? FormOf<double>(instrument) ?? FormOf<int>(instrument) ?? FormOf<float>(instrument)
            ?? FormOf<short>(instrument) ?? FormOf<byte>(instrument) ?? FormOf<decimal>(instrument))
            is not (MetricKind kind, MetricSource source))
        {
            return null;
        }

        MetricFamily family = _families.GetOrAdd(
            MetricNames.Of(instrument, kind),
            static (name, of) => new MetricFamily(name, of.Description ?? "", of.kind, of.source),
            (instrument.Description, kind, source));
        return family.Kind == kind && family.Source == source ? family : null;
    }

    private static (MetricKind Kind, MetricSource Source)? FormOf<T>(Instrument instrument)
        where T : struct => instrument switch
        {
            Counter<T> => (MetricKind.Counter, MetricSource.Added),
            UpDownCounter<T> => (MetricKind.Gauge, MetricSource.Added),
            Histogram<T> => (MetricKind.Histogram, MetricSource.Added),
            Gauge<T> => (MetricKind.Gauge, MetricSource.Set),
            ObservableCounter<T> => (MetricKind.Counter, MetricSource.Observed),
            ObservableUpDownCounter<T> or ObservableGauge<T> => (MetricKind.Gauge, MetricSource.Observed),
            _ => null,
        };

    private void Record(long value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        MetricFamily family = (MetricFamily)state!;
        if (family is { Source: MetricSource.Added, Kind: not MetricKind.Histogram })
        {
            family.Find(tags).Add(value);
        }
        else
        {
            Record((double)value, tags, state);
        }
    }

    private void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        MetricFamily family = (MetricFamily)state!;
        MetricSeries series = family.Find(tags);
        if (family.Source != MetricSource.Added)
        {
            series.Set(value, Volatile.Read(ref _round));
        }
        else if (family.Kind == MetricKind.Histogram)
        {
            series.Record(value);
        }
        else
        {
            series.Add(value);
        }
    }
}
