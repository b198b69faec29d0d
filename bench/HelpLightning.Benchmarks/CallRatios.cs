using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using HelpLightning.Client;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Benchmarks;

/// <summary>
/// What a call costs over bare HttpClient, one call after the other. The peer has the same socket settings, sends the same
/// headers with a token that never changes, and reads the same object with the same generated JSON: what one would write
/// by hand. It retries nothing, measures nothing, and has no other limit than HttpClient's own.
/// </summary>
internal sealed class CallRatios : IDisposable
{
    private const string Path = "/api/v1r1/enterprise/users/1";

    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(50);

    private readonly PartnerKey _key;
    private readonly RSA _rsa = RSA.Create(2048);
    private readonly byte[] _hash = new byte[32];
    private readonly byte[] _signature = new byte[256];
    private readonly HttpClient _bare;
    private readonly HelpLightningClient _client;

    private CallRatios(string address)
    {
        _key = PartnerKey.FromText(_rsa.ExportPkcs8PrivateKeyPem());
        _bare = Bare(address, new PartnerTokenSigner(_key, new SiteId(54344)).Sign().Reveal());
        _client = HelpLightningClient.Create(new HelpLightningOptions
        {
            ApiKey = "benchmark-api-key",
            SiteId = new(54344),
            PartnerKey = _key,
            BaseAddress = new Uri(address),
        });
    }

    public static async Task RunAsync(int rounds)
    {
        (Child server, string address) = Child.Server(delayMilliseconds: 0);
        using (server)
        using (CallRatios calls = new(address))
        {
            await calls.CompareAsync(rounds);
        }
    }

    public void Dispose()
    {
        _bare.Dispose();
        _client.Dispose();
        _key.Dispose();
        _rsa.Dispose();
    }

    private async Task CompareAsync(int rounds)
    {
        Func<Task>[] contenders =
        [
            () => _bare.GetFromJsonAsync(Path, ApiJson.Default.User),
            () => _client.Users.GetAsync(1),
            () => _bare.GetByteArrayAsync(Path),
            () => _client.SendAsync(HttpMethod.Get, Path),
            SignAndGetAsync,
        ];
        double[][] times = [.. contenders.Select(_ => new double[rounds])];
        foreach (Func<Task> work in contenders.Concat(contenders))
        {
            _ = await TimeAsync(work, TimeSpan.FromSeconds(1));
        }

        for (int round = 0; round < rounds; round++)
        {
            // Every other round the other way round, so that no one always runs in the wake of the same one.
            for (int i = 0; i < contenders.Length; i++)
            {
                int turn = round % 2 == 0 ? i : contenders.Length - 1 - i;
                times[turn][round] = await TimeAsync(contenders[turn], Slice);
            }
        }

        Console.WriteLine($"one call after the other, {rounds} rounds; bare HttpClient {Text(1 / Ratios.Median(times[0]), "N0")}/s");
        Print("Users.GetAsync, of bare HttpClient's calls a second", rounds, round => times[0][round] / times[1][round]);
        Print("SendAsync (bytes only), of bare HttpClient's GetByteArrayAsync", rounds, round => times[2][round] / times[3][round]);
        Print("Users.GetAsync, of bare HttpClient's with a bare signature for each", rounds, round => times[4][round] / times[1][round]);
        Console.WriteLine("bytes allocated by a call:");
        string[] names = ["bare HttpClient", "Users.GetAsync", "bare HttpClient, bytes only", "SendAsync"];
        for (int i = 0; i < names.Length; i++)
        {
            Console.WriteLine($"  {names[i],-72} {await AllocatedAsync(contenders[i]),8:N0}");
        }
    }

    /// <summary>A token for each request, as the tutorial makes it.</summary>
    private async Task SignAndGetAsync()
    {
        _rsa.TrySignHash(_hash, _signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1, out _);
        _ = await _bare.GetFromJsonAsync(Path, ApiJson.Default.User);
    }

    private static void Print(string name, int rounds, Func<int, double> ratio) =>
        Console.WriteLine($"  {name,-72} {Text(Ratios.Median([.. Enumerable.Range(0, rounds).Select(ratio)]), "F3"),8}");

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>Seconds for one.</summary>
    private static async Task<double> TimeAsync(Func<Task> work, TimeSpan slice)
    {
        long count = 0;
        long start = Stopwatch.GetTimestamp();
        TimeSpan elapsed;
        do
        {
            await work();
            count++;
            elapsed = Stopwatch.GetElapsedTime(start);
        }
        while (elapsed < slice);

        return elapsed.TotalSeconds / count;
    }

    private static async Task<long> AllocatedAsync(Func<Task> work)
    {
        const int Times = 2_000;
        long before = GC.GetTotalAllocatedBytes(precise: true);
        for (int i = 0; i < Times; i++)
        {
            await work();
        }

        return (GC.GetTotalAllocatedBytes(precise: true) - before) / Times;
    }

    private static HttpClient Bare(string address, string token)
    {
        HttpClient http = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectTimeout = TimeSpan.FromSeconds(15),
        })
        {
            BaseAddress = new Uri(address),
        };
        http.DefaultRequestHeaders.Accept.Add(new("application/json"));
        http.DefaultRequestHeaders.Add("x-helplightning-api-key", "benchmark-api-key");
#pragma warning disable RS0030 // the token goes raw, as the client sends it
        http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", token);
#pragma warning restore RS0030
        return http;
    }
}
