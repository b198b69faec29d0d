using System.Diagnostics;
using System.Globalization;
using HelpLightning.Client;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Benchmarks;

/// <summary>What long lists cost in memory, and what asking ahead saves in time.</summary>
internal static class ListRatios
{
    private const double MiB = 1024 * 1024;
    private const int DelayMilliseconds = 20;
    private const int Pages = 20;
    private const int PageSize = 50;

    public static async Task RunAsync(int rounds)
    {
        Memory(rounds);
        await PrefetchAsync(rounds);
    }

    private static void Memory(int rounds)
    {
        (Child server, string address) = Child.Server(delayMilliseconds: 0);
        using (server)
        {
            foreach (int pageSize in (ReadOnlySpan<int>)[50, 1_000])
            {
                double[] growth = new double[rounds];
                for (int round = 0; round < rounds; round++)
                {
                    long[] numbers = [.. Child.Output("working-set", address, $"{pageSize}").Split(' ').Select(static n => long.Parse(n, CultureInfo.InvariantCulture))];
                    if (numbers[0] != LoopbackServer.People)
                    {
                        throw new InvalidOperationException($"The list had {numbers[0]} rows.");
                    }

                    growth[round] = (numbers[2] - numbers[1]) / MiB;
                }

                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"listing {LoopbackServer.People:N0} people, {pageSize} in a page: working set grows by {Ratios.Median(growth):F1} MiB, {growth.Max():F1} at the most, {rounds} runs"));
            }
        }
    }

    private static async Task PrefetchAsync(int rounds)
    {
        (Child server, string address) = Child.Server(DelayMilliseconds);
        using (server)
        {
            using PartnerKey key = PartnerKey.Create();
            using HelpLightningClient client = HelpLightningClient.Create(new HelpLightningOptions
            {
                ApiKey = "benchmark-api-key",
                SiteId = new(54344),
                PartnerKey = key,
                BaseAddress = new Uri(address),
            });
            _ = await WalkAsync(client, prefetch: true);
            double[] ratios = new double[rounds];
            for (int round = 0; round < rounds; round++)
            {
                double without = await WalkAsync(client, prefetch: false);
                ratios[round] = without / await WalkAsync(client, prefetch: true);
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{Pages} pages, {DelayMilliseconds} ms in the server and {DelayMilliseconds} ms in the caller for each: with prefetch {Ratios.Median(ratios):F2} times as fast, {rounds} rounds"));
        }
    }

    private static async Task<double> WalkAsync(HelpLightningClient client, bool prefetch)
    {
        ListOptions options = new() { PageSize = PageSize, Limit = Pages * PageSize, Prefetch = prefetch };
        long start = Stopwatch.GetTimestamp();
        await foreach (Page<User> page in client.Users.ListAsync(options: options).AsPages())
        {
            // The caller's work: waiting for a database of its own, say.
            await Task.Delay(DelayMilliseconds);
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
