using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using HelpLightning.Tests;

namespace HelpLightning.Proxy.Tests.Operations;

/// <summary>The table of metrics is whole, and names nothing that is not there.</summary>
public sealed partial class OperationsDocsTests
{
    [Fact]
    public void The_table_has_every_metric_under_both_of_its_names()
    {
        StringBuilder process = new();
        ProcessMetrics.WriteTo(process);
        string[] expected = [.. Instruments(), .. Exposition.Read(process.ToString()).Types.Keys.Select(static name => $"{name} ")];
        string page = File.ReadAllText(Path.Combine(RepositoryFolder.Root, "docs", "proxy-operations.md"));
        string[] documented = [.. Row().Matches(page).Select(static m => $"{m.Groups["name"]} {m.Groups["instrument"]}")];
        Assert.Equal(expected.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    private static HashSet<string> Instruments()
    {
        // They are made when something first happens to be counted.
        RuntimeHelpers.RunClassConstructor(typeof(ProxyMetrics).TypeHandle);
        RuntimeHelpers.RunClassConstructor(Type.GetType("HelpLightning.Client.ClientTelemetry, HelpLightning.Client", throwOnError: true)!.TypeHandle);
        HashSet<string> found = [];
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name is "HelpLightning.Proxy" or "HelpLightning.Client")
            {
                MetricKind kind = instrument.GetType().Name switch
                {
                    "Counter`1" => MetricKind.Counter,
                    "Histogram`1" => MetricKind.Histogram,
                    _ => MetricKind.Gauge,
                };
                found.Add($"{MetricNames.Of(instrument, kind)} {instrument.Name}");
            }
        };
        listener.Start();
        return found;
    }

    [GeneratedRegex(@"^\| `(?<name>(helplightning|process|dotnet)_[a-z_]+)` \| (`(?<instrument>[a-z._]+)`)? ?\|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
