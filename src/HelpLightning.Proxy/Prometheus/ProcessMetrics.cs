using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace HelpLightning.Proxy;

/// <summary>What the process takes, by the names that all of Prometheus' clients use, and its managed memory.</summary>
internal static class ProcessMetrics
{
    private static readonly double StartedAt = ReadStart();

    public static void WriteTo(StringBuilder text)
    {
        Append(text, "process_start_time_seconds", "When the process began, since 1970", MetricKind.Gauge, StartedAt);
        Append(text, "process_cpu_seconds_total", "Time of processors, the system's for it included", MetricKind.Counter, CpuSeconds());
        Append(text, "process_resident_memory_bytes", "Memory that it holds of the machine's", MetricKind.Gauge, Environment.WorkingSet);
        Append(text, "dotnet_gc_heap_size_bytes", "Objects, dead ones included", MetricKind.Gauge, GC.GetTotalMemory(false));
        Append(
            text, "dotnet_gc_committed_bytes", "Memory that objects may fill", MetricKind.Gauge, GC.GetGCMemoryInfo().TotalCommittedBytes);
        Append(
            text, "dotnet_gc_pause_seconds_total", "Time that everything stood still for it", MetricKind.Counter,
            GC.GetTotalPauseDuration().TotalSeconds);
        PrometheusText.AppendHead(text, "dotnet_gc_collections_total", "Collections, by generation", MetricKind.Counter);
        for (int generation = 0; generation <= GC.MaxGeneration; generation++)
        {
            // The runtime counts those of older generations in those of younger ones.
            int older = generation < GC.MaxGeneration ? GC.CollectionCount(generation + 1) : 0;
            string label = $"generation=\"{generation.ToString(CultureInfo.InvariantCulture)}\"";
            PrometheusText.AppendSample(text, "dotnet_gc_collections_total", "", "", label, GC.CollectionCount(generation) - older);
        }
    }

    private static void Append(StringBuilder text, string name, string help, MetricKind kind, double value)
    {
        PrometheusText.AppendHead(text, name, help, kind);
        PrometheusText.AppendSample(text, name, "", "", "", value);
    }

    private static double ReadStart()
    {
        using Process process = Process.GetCurrentProcess();
        return (process.StartTime.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds;
    }

    private static double CpuSeconds()
    {
        using Process process = Process.GetCurrentProcess();
        return process.TotalProcessorTime.TotalSeconds;
    }
}
