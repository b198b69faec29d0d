using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using HelpLightning.PartnerKeys;
using HelpLightning.Pkcs11;
using HelpLightning.Pkcs11.Cryptoki;
using HelpLightning.Pkcs11.Pins;
using HelpLightning.Pkcs11.Sessions;
using HelpLightning.Pkcs11.Uris;

namespace HelpLightning.Benchmarks;

/// <summary>
/// A key on a PKCS#11 token, on one and on two threads, against a loop of C_SignInit and C_Sign with a session for each thread, and against
/// OpenSSL's engine where a URI of it is given. In each round all run in turn; medians, and ratios within a round.
/// </summary>
internal static class TokenSigning
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(500);

    public static void Run(string uri, string? engineUri, int rounds)
    {
        using Pkcs11Key key = Pkcs11Key.Open(uri);
        PartnerTokenSigner signer = new(key, new SiteId(54344));
        using PartnerSigningKey? engine = engineUri is not null && PartnerKeyScheme.TryFind(PartnerKeyScheme.BuiltIn, engineUri, out PartnerKeyScheme? scheme)
            ? scheme.Open(engineUri)
            : null;
        foreach (int threads in (int[])[1, 2])
        {
            using BareLoop bare = new(uri, threads);
            List<(string Name, Action<int> Work)> contenders =
            [
                ("C_SignInit and C_Sign, a session per thread", bare.Sign),
                ("Pkcs11Key.TrySignHash", _ => SignHash(key)),
                ("PartnerTokenSigner.TrySign, checked", _ => SignToken(signer)),
            ];
            if (engine is not null)
            {
                contenders.Add(("the engine's TrySignHash", _ => SignHash(engine)));
            }

            double[][] rates = [.. contenders.Select(_ => new double[rounds])];
            contenders.ForEach(one => Rate(one.Work, threads));
            for (int round = 0; round < rounds; round++)
            {
                for (int i = 0; i < contenders.Count; i++)
                {
                    rates[i][round] = Rate(contenders[i].Work, threads);
                }
            }

            Console.WriteLine($"{threads} {(threads == 1 ? "thread" : "threads")}, {rounds} rounds");
            for (int i = 0; i < contenders.Count; i++)
            {
                double ratio = Ratios.Median([.. rates[i].Select((rate, round) => rate / rates[0][round])]);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"  {contenders[i].Name,-44} {Ratios.Median(rates[i]),8:N0}/s {ratio,8:F3} of the first"));
            }
        }
    }

    private static void SignHash(PartnerSigningKey key)
    {
        Span<byte> hash = stackalloc byte[32];
        Span<byte> signature = stackalloc byte[key.SignatureLength];
        hash.Clear();
        _ = key.TrySignHash(hash, signature, out _);
    }

    private static void SignToken(PartnerTokenSigner signer)
    {
        Span<byte> token = stackalloc byte[signer.MaxTokenLength];
        _ = signer.TrySign(token, out _);
    }

    /// <summary>Signatures per second of all threads together.</summary>
    private static double Rate(Action<int> work, int threads)
    {
        long count = 0;
        long start = Stopwatch.GetTimestamp();
        Thread[] running = [.. Enumerable.Range(0, threads).Select(thread => new Thread(() =>
        {
            long own = 0;
            while (Stopwatch.GetElapsedTime(start) < Slice)
            {
                work(thread);
                own++;
            }

            Interlocked.Add(ref count, own);
        }))];
        Array.ForEach(running, static thread => thread.Start());
        Array.ForEach(running, static thread => thread.Join());
        return count / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private sealed unsafe class BareLoop : IDisposable
    {
        private readonly CryptokiModule _module;
        private readonly TokenConnection _connection;
        private readonly nuint[] _sessions;
        private readonly byte[] _input = new byte[51];

        public BareLoop(string uri, int threads)
        {
            Pkcs11Uri read = Pkcs11UriReader.Read(uri);
            _module = CryptokiModule.Acquire(ModuleFile.Find(read.ModulePath, read.ModuleName));
            _connection = new TokenConnector(_module, read, PinSource.Of(read), threads).Connect();
            _sessions = new nuint[threads];
            for (int i = 0; i < threads; i++)
            {
                RvFault.Require(_module.OpenSession(_connection.Token.Slot, Ck.OpenSerial, out _sessions[i]), "C_OpenSession");
            }
        }

        public void Sign(int thread)
        {
            byte* signature = stackalloc byte[1024];
            CULong length = new(1024);
            CULong session = new(_sessions[thread]);
            CkMechanism mechanism = new(Ck.MechanismRsaPkcs);
            fixed (byte* input = _input)
            {
                RvFault.Require(_module.Functions.SignInit(session, &mechanism, new CULong(_connection.Key)), "C_SignInit");
                RvFault.Require(_module.Functions.Sign(session, input, _input.Length, signature, &length), "C_Sign");
            }
        }

        public void Dispose()
        {
            Array.ForEach(_sessions, _module.CloseSession);
            _module.Release();
        }
    }
}
