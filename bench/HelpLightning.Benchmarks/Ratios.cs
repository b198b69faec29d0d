using System.Diagnostics;
using System.Globalization;

namespace HelpLightning.Benchmarks;

/// <summary>
/// Ratios that hold on a machine whose speed drifts: in each round every contender runs for a short while, one after
/// the other, and is compared with the bare operation of the platform (RSA, HMAC) in the same round. The median of the rounds is printed.
/// </summary>
internal static class Ratios
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(200);

    public static void Run(int rounds)
    {
        Contenders contenders = new();
        Table("mint, RSA-2048", rounds, contenders.BareSign,
        [
            ("PartnerTokenSigner.TrySign(span)", () => contenders.SignIntoSpan()),
            ("PartnerTokenSigner.Sign()", () => contenders.SignToString()),
            ("Microsoft.IdentityModel", () => contenders.IdentityModelSign()),
            ("jose-jwt", () => contenders.JoseSign()),
        ]);
        Table("verify, RSA-2048", rounds, contenders.BareVerify,
        [
            ("PartnerTokenVerifier.Verify", () => contenders.Verify()),
            ("Microsoft.IdentityModel", () => contenders.IdentityModelVerify()),
            ("jose-jwt (signature only)", () => contenders.JoseVerify()),
        ]);
        SignedBody signed = new();
        Table("webhook signature, 450 bytes", rounds, signed.Bare,
        [
            ("WebhookSignature.Verify", () => signed.Verify()),
            ("of three secrets the last", () => signed.VerifyLast()),
        ]);
    }

    private static void Table(string title, int rounds, Func<bool> bare, (string Name, Action Work)[] contenders)
    {
        double[][] ratios = [.. contenders.Select(_ => new double[rounds])];
        double[] bareRates = new double[rounds];
        _ = Rate(() => bare());
        foreach ((_, Action work) in contenders)
        {
            _ = Rate(work);
        }

        for (int round = 0; round < rounds; round++)
        {
            bareRates[round] = Rate(() => bare());
            for (int i = 0; i < contenders.Length; i++)
            {
                ratios[i][round] = Rate(contenders[i].Work) / bareRates[round];
            }
        }

        Console.WriteLine($"{title}: {rounds} rounds; bare {Median(bareRates).ToString("N0", CultureInfo.InvariantCulture)}/s");
        Console.WriteLine($"  {"",-36} {"of bare",8} {"bytes",8}");
        for (int i = 0; i < contenders.Length; i++)
        {
            string ratio = Median(ratios[i]).ToString("F3", CultureInfo.InvariantCulture);
            Console.WriteLine($"  {contenders[i].Name,-36} {ratio,8} {AllocatedBy(contenders[i].Work),8}");
        }
    }

    /// <summary>Operations per second.</summary>
    private static double Rate(Action work)
    {
        long count = 0;
        long start = Stopwatch.GetTimestamp();
        TimeSpan elapsed;
        do
        {
            for (int i = 0; i < 16; i++)
            {
                work();
            }

            count += 16;
            elapsed = Stopwatch.GetElapsedTime(start);
        }
        while (elapsed < Slice);

        return count / elapsed.TotalSeconds;
    }

    private static long AllocatedBy(Action work)
    {
        const int Times = 200;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Times; i++)
        {
            work();
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / Times;
    }

    internal static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
