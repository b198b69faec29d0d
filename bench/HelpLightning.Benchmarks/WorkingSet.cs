using System.Diagnostics;
using System.Globalization;
using HelpLightning.Client;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Benchmarks;

/// <summary>
/// How far the working set of this process grows while it lists 100,000 people. It runs in a process of its own, so that
/// nothing else has used the memory before.
/// </summary>
internal static class WorkingSet
{
    /// <summary>Enough to load the code, open the connection and fill the runtime's own caches.</summary>
    private const int WarmUpRows = 2_000;

    public static async Task RunAsync(string address, int pageSize)
    {
        using PartnerKey key = PartnerKey.Create();
        using HelpLightningClient client = HelpLightningClient.Create(new HelpLightningOptions
        {
            ApiKey = "benchmark-api-key",
            SiteId = new(54344),
            PartnerKey = key,
            BaseAddress = new Uri(address),
        });
        (long rows, _) = await ListAsync(client, new ListOptions { PageSize = pageSize, Limit = WarmUpRows });
        using Process self = Process.GetCurrentProcess();
        self.Refresh();
        long before = self.WorkingSet64;
        (rows, long peak) = await ListAsync(client, new ListOptions { PageSize = pageSize });
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows} {before} {peak}"));
    }

    private static async Task<(long Rows, long Peak)> ListAsync(HelpLightningClient client, ListOptions options)
    {
        using Process self = Process.GetCurrentProcess();
        long rows = 0;
        long peak = 0;
        await foreach (Page<User> page in client.Users.ListAsync(options: options).AsPages())
        {
            rows += page.Entries.Count;
            self.Refresh();
            peak = Math.Max(peak, self.WorkingSet64);
        }

        return (rows, peak);
    }
}
