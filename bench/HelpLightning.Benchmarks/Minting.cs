using System.Diagnostics;
using System.Globalization;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Benchmarks;

/// <summary>How many tokens one signer makes in a second, on several threads; the number alone, for scripts.</summary>
internal static class Minting
{
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(4);

    public static void Run(int threads)
    {
        using PartnerKey key = PartnerKey.Create();
        PartnerTokenSigner signer = new(key, new SiteId(54344));
        long tokens = 0;
        long start = Stopwatch.GetTimestamp();
        Thread[] signing =
        [
            .. Enumerable.Range(0, threads).Select(_ => new Thread(() =>
            {
                while (Stopwatch.GetElapsedTime(start) < Time)
                {
                    signer.Sign();
                    Interlocked.Increment(ref tokens);
                }
            })),
        ];
        Array.ForEach(signing, static thread => thread.Start());
        Array.ForEach(signing, static thread => thread.Join());
        Console.WriteLine(((long)(tokens / Stopwatch.GetElapsedTime(start).TotalSeconds)).ToString(CultureInfo.InvariantCulture));
    }
}
