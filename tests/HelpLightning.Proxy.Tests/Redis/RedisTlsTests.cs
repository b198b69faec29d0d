using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using HelpLightning.Proxy.Redis;
using Eventually = HelpLightning.Tests.Eventually;

namespace HelpLightning.Proxy.Tests.Redis;

public sealed class RedisTlsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hl-redis-");
    private readonly LogLines _log = new();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Only_a_server_whose_certificate_is_believed_counts()
    {
        RedisServer.Require();
        await WriteCertificatesAsync();
        await using RedisServer server = await RedisServer.StartNewAsync(
            "--tls-port", "PORT", "--tls-cert-file", File("server.pem"), "--tls-key-file", File("server.key"), "--tls-ca-cert-file", File("ca.pem"),
            "--tls-auth-clients", "no");
        RedisRateLimiterOptions options = new()
        {
            Servers = $"localhost:{server.Port}",
            UseTls = true,
            TlsAuthorityFile = File("ca.pem"),
            Timeout = TimeSpan.FromSeconds(2),
        };
        await using RedisRateLimiter believing = Create(options);
        await Eventually.HoldsAsync(() => believing.IsCounting);
        Assert.True((await believing.TakeAsync("north", TestContext.Current.CancellationToken)).IsAllowed);

        await using RedisRateLimiter anothers = Create(options with { TlsAuthorityFile = File("other.pem") });
        await using RedisRateLimiter systems = Create(options with { TlsAuthorityFile = null });
        await using RedisRateLimiter plain = Create(options with { TlsAuthorityFile = null, UseTls = false });

        // It is this name that the certificate is for, and not that address.
        await using RedisRateLimiter misnamed = Create(options with { Servers = server.Address });
        foreach (RedisRateLimiter limiter in (RedisRateLimiter[])[anothers, systems, misnamed])
        {
            await Eventually.HoldsAsync(() => limiter.Problem!.Contains("certificate is not believed", StringComparison.Ordinal), limiter.Problem);
        }

        await Eventually.HoldsAsync(() => plain.Problem!.Contains("There is no connection", StringComparison.Ordinal), plain.Problem);
    }

    private RedisRateLimiter Create(RedisRateLimiterOptions options) => RedisRateLimiter.Create(options, static _ => new RateLimit(10), _log);

    private string File(string name) => Path.Combine(_folder.FullName, name);

    private async Task WriteCertificatesAsync()
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 authority = Authority("CN=redis tests", now);
        using X509Certificate2 other = Authority("CN=somebody else", now);
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 server = request.Create(authority, now.AddDays(-1), now.AddDays(1), [1, 2, 3, 4]);
        await WriteAsync("ca.pem", authority.ExportCertificatePem());
        await WriteAsync("other.pem", other.ExportCertificatePem());
        await WriteAsync("server.pem", server.ExportCertificatePem());
        await WriteAsync("server.key", key.ExportPkcs8PrivateKeyPem());

        // Redis runs as somebody else, who has to come by them.
        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.SetUnixFileMode(_folder.FullName, (UnixFileMode)0b111_101_101);
        }
    }

    private Task WriteAsync(string name, string text) =>
        System.IO.File.WriteAllTextAsync(File(name), text, TestContext.Current.CancellationToken);

    private static X509Certificate2 Authority(string name, DateTimeOffset now)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(now.AddDays(-2), now.AddDays(2));
    }
}
