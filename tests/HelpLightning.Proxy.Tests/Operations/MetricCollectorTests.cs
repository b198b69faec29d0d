using System.Diagnostics.Metrics;
using System.Text;
using CsCheck;

namespace HelpLightning.Proxy.Tests.Operations;

/// <summary>From measurements to text, and what that costs who measures.</summary>
public sealed class MetricCollectorTests : IDisposable
{
    private readonly Meter _meter;
    private readonly MetricCollector _collector;

    public MetricCollectorTests()
    {
        _meter = new Meter($"tests.{Guid.NewGuid():N}");
        _collector = new MetricCollector(_meter.Name);
    }

    public void Dispose()
    {
        _collector.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public void Each_kind_of_instrument_has_its_type_and_name()
    {
        _meter.CreateCounter<long>("a.calls", "{call}", "What was\ncalled \\ how").Add(3);
        _meter.CreateCounter<double>("a.time", "s").Add(0.5);
        _meter.CreateUpDownCounter<int>("a.active").Add(-2);
        _meter.CreateGauge<double>("a.share", "1").Record(0.25);
        _meter.CreateGauge<long>("a.size", "By").Record(7);
        _meter.CreateObservableCounter("b.seen_total", static () => 9L);
        _meter.CreateObservableUpDownCounter("b.depth", static () => (short)4);
        _meter.CreateObservableGauge("b.heat", static () => 2.5m, "%");
        _meter.CreateHistogram<double>("c.took", "s").Record(0.03);
        Exposition text = Read();
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["a_calls_total"] = "counter",
                ["a_time_seconds_total"] = "counter",
                ["a_active"] = "gauge",
                ["a_share_ratio"] = "gauge",
                ["a_size_bytes"] = "gauge",
                ["b_seen_total"] = "counter",
                ["b_depth"] = "gauge",
                ["b_heat_percent"] = "gauge",
                ["c_took_seconds"] = "histogram",
            },
            text.Types);
        Assert.Equal("What was\ncalled \\ how", text.Helps["a_calls_total"]);
        Assert.Equal(3, text.Samples["a_calls_total"]);
        Assert.Equal(0.5, text.Samples["a_time_seconds_total"]);
        Assert.Equal(-2, text.Samples["a_active"]);
        Assert.Equal(0.25, text.Samples["a_share_ratio"]);
        Assert.Equal(7, text.Samples["a_size_bytes"]);
        Assert.Equal(9, text.Samples["b_seen_total"]);
        Assert.Equal(4, text.Samples["b_depth"]);
        Assert.Equal(2.5, text.Samples["b_heat_percent"]);
    }

    [Fact]
    public void A_value_falls_into_its_bucket_and_all_above()
    {
        Histogram<double> took = _meter.CreateHistogram<double>("took", "s");
        foreach (double value in (double[])[0, 0.005, 0.0051, 10, 11, double.NaN])
        {
            took.Record(value, Tag("site", "north"));
        }

        IReadOnlyDictionary<string, double> samples = Read().Samples;
        Assert.Equal(2, samples["took_seconds_bucket{le=\"0.005\",site=\"north\"}"]);
        Assert.Equal(3, samples["took_seconds_bucket{le=\"0.01\",site=\"north\"}"]);
        Assert.Equal(4, samples["took_seconds_bucket{le=\"10\",site=\"north\"}"]);
        Assert.Equal(6, samples["took_seconds_bucket{le=\"+Inf\",site=\"north\"}"]);
        Assert.Equal(double.NaN, samples["took_seconds_sum{site=\"north\"}"]);
    }

    [Fact]
    public void Whatever_a_label_holds_comes_out_as_it_was() => Gen.String[0, 12].Array[1, 20].Sample(
        values =>
        {
            using Meter meter = new($"tests.{Guid.NewGuid():N}");
            using MetricCollector collector = new(meter.Name);
            Counter<long> counter = meter.CreateCounter<long>("c");
            foreach (string value in values)
            {
                counter.Add(1, Tag("v", value));
            }

            IReadOnlyDictionary<string, double> samples = Read(collector).Samples;
            Assert.All(values.GroupBy(static v => v), group => Assert.Equal(
                group.Count(), samples[group.Key.Length == 0 ? "c_total" : $"c_total{{v=\"{group.Key}\"}}"]));
        },
        iter: 300);

    [Fact]
    public void The_order_and_the_type_of_labels_make_no_other_series()
    {
        Counter<long> counter = _meter.CreateCounter<long>("c");
        counter.Add(1, Tag("a", 1), Tag("b", "x"));
        counter.Add(1, Tag("b", "x"), Tag("a", 1));
        counter.Add(1, Tag("b", "x"), Tag("a", "1"));
        counter.Add(1, Tag("b", "x"), Tag("a", 1L), Tag("c", ""), Tag("d", null));
        Assert.Equal(4, Assert.Single(Read().Samples).Value);
        Assert.Equal("c_total{a=\"1\",b=\"x\"}", Read().Samples.Keys.Single());
    }

    [Fact]
    public void Names_become_those_that_Prometheus_takes()
    {
        _meter.CreateCounter<long>("9.a/b-c").Add(1, Tag("http.status", 1), Tag("http_status", 2), Tag("le", "x"), Tag("1st", "y"));
        Assert.Equal("_9_a_b_c_total{_1st=\"y\",exported_le=\"x\",http_status=\"1;2\"}", Read().Samples.Keys.Single());
    }

    [Fact]
    public void Two_instruments_of_one_name_are_one_family_or_the_first()
    {
        _meter.CreateCounter<long>("a.b").Add(1);
        _meter.CreateCounter<double>("a_b").Add(2);
        _meter.CreateGauge<long>("a.b.total").Record(100);
        Assert.Equal(3, Read().Samples["a_b_total"]);
        Assert.Single(Read().Types);
    }

    [Fact]
    public void What_is_not_observed_any_more_is_gone()
    {
        string[] there = ["one", "two"];
        _meter.CreateObservableGauge("g", () => there.Select(static t => new Measurement<long>(t.Length, Tag("t", t))));
        Assert.Equal(2, Read().Samples.Count);
        there = ["two"];
        Assert.Equal("g{t=\"two\"}", Read().Samples.Keys.Single());
        there = [];
        Assert.Equal("", Write(_collector));
    }

    [Fact]
    public void Too_many_labels_become_one_series_and_lose_nothing()
    {
        Counter<long> counter = _meter.CreateCounter<long>("c");
        for (int i = 0; i < 2 * MetricFamily.MostSeries; i++)
        {
            counter.Add(1, Tag("i", i));
        }

        counter.Add(1, Tag("i", 7));
        IReadOnlyDictionary<string, double> samples = Read().Samples;
        Assert.Equal(MetricFamily.MostSeries + 1, samples.Count);
        Assert.Equal(2, samples["c_total{i=\"7\"}"]);
        Assert.Equal(MetricFamily.MostSeries, samples["c_total{otel_metric_overflow=\"true\"}"]);
    }

    [Fact]
    public async Task Many_threads_lose_nothing()
    {
        Counter<double> counter = _meter.CreateCounter<double>("c");
        Histogram<double> took = _meter.CreateHistogram<double>("took", "s");
        using CancellationTokenSource done = new();
        Task reader = Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                Read();
            }
        }, CancellationToken.None);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (int i = 0; i < 10_000; i++)
            {
                counter.Add(0.5, Tag("i", i % 40));
                took.Record(0.25, Tag("i", i % 40));
            }
        })));
        await done.CancelAsync();
        await reader;
        IReadOnlyDictionary<string, double> samples = Read().Samples;
        Assert.All(Enumerable.Range(0, 40), i => Assert.Equal(500, samples[$"c_total{{i=\"{i}\"}}"]));
        Assert.All(Enumerable.Range(0, 40), i => Assert.Equal(250, samples[$"took_seconds_sum{{i=\"{i}\"}}"]));
        Assert.All(Enumerable.Range(0, 40), i => Assert.Equal(1_000, samples[$"took_seconds_count{{i=\"{i}\"}}"]));
    }

    [Fact]
    public void A_measurement_costs_no_memory()
    {
        Histogram<double> took = _meter.CreateHistogram<double>("took", "s");
        Counter<long> counter = _meter.CreateCounter<long>("c");
        KeyValuePair<string, object?>[] tags = [Tag("site", "north"), Tag("caller", "crm"), Tag("status", 200)];
        Measure();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10_000; i++)
        {
            Measure();
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000);

        void Measure()
        {
            counter.Add(1);

            // In a span: what the overload with three tags does until it is optimized is not ours.
            took.Record(0.1, tags.AsSpan());
        }
    }

    [Fact]
    public void Other_meters_are_not_heard()
    {
        using Meter other = new("another");
        other.CreateCounter<long>("c").Add(1);
        Assert.Equal("", Write(_collector));
    }

    private static KeyValuePair<string, object?> Tag(string name, object? value) => new(name, value);

    private Exposition Read() => Read(_collector);

    private static Exposition Read(MetricCollector collector) => Exposition.Read(Write(collector));

    private static string Write(MetricCollector collector)
    {
        StringBuilder text = new();
        collector.WriteTo(text);
        return text.ToString();
    }
}
