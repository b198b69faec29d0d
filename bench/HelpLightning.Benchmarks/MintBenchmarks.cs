using BenchmarkDotNet.Attributes;

namespace HelpLightning.Benchmarks;

/// <summary>One token, RSA-2048, key loaded before.</summary>
[MemoryDiagnoser]
public class MintBenchmarks
{
    private readonly Contenders _contenders = new();

    [Benchmark(Baseline = true, Description = "bare RSA.TrySignHash")]
    public bool Bare() => _contenders.BareSign();

    [Benchmark(Description = "PartnerTokenSigner.TrySign(span)")]
    public bool Span() => _contenders.SignIntoSpan();

    [Benchmark(Description = "PartnerTokenSigner.Sign()")]
    public string Text() => _contenders.SignToString();

    [Benchmark(Description = "Microsoft.IdentityModel CreateToken")]
    public string IdentityModel() => _contenders.IdentityModelSign();

    [Benchmark(Description = "jose-jwt Encode")]
    public string Jose() => _contenders.JoseSign();
}
