using BenchmarkDotNet.Attributes;

namespace HelpLightning.Benchmarks;

/// <summary>One verdict, RSA-2048, on a valid token.</summary>
[MemoryDiagnoser]
public class VerifyBenchmarks
{
    private readonly Contenders _contenders = new();

    [Benchmark(Baseline = true, Description = "bare RSA.VerifyHash")]
    public bool Bare() => _contenders.BareVerify();

    [Benchmark(Description = "PartnerTokenVerifier.Verify")]
    public bool Ours() => _contenders.Verify();

    [Benchmark(Description = "Microsoft.IdentityModel ValidateTokenAsync")]
    public bool IdentityModel() => _contenders.IdentityModelVerify();

    [Benchmark(Description = "jose-jwt Decode (signature only)")]
    public string Jose() => _contenders.JoseVerify();
}
