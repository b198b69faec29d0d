using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using HelpLightning.Proxy.Tests;

namespace HelpLightning.Cli.Tests.Proxy;

/// <summary><c>hl proxy</c> by https, for this machine and for others.</summary>
public sealed class HttpsTests(Workshop shop) : IClassFixture<Workshop>
{
    private const string Users = "/api/v1r1/enterprise/users?page_size=1";
    private const string CallerToken = "a-caller-token-0123456789";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Https_speaks_both_versions(string version)
    {
        (string certificate, string key) = await CertificateAsync("both" + version);
        await using ProxyHere proxy = await ProxyHere.StartAsync(
            shop.Environment, "--listen", "127.0.0.1:0", "--tls-certificate", certificate, "--tls-key", key, "--drain", "0");
        Assert.StartsWith("https://127.0.0.1:", proxy.Addresses[0], StringComparison.Ordinal);
        using HttpClient http = Client(certificate, proxy.Addresses[0]);
        using HttpRequestMessage request = Request(Users, Version.Parse(version));
        using HttpResponseMessage answer = await http.SendAsync(request, Cancellation);
        Assert.Equal((HttpStatusCode.OK, Version.Parse(version)), (answer.StatusCode, answer.Version));
        Assert.Contains("\"entries\"", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trailers_of_an_answer_come_by_HTTP_2()
    {
        const string Answer =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Checksum\r\nContent-Type: text/plain\r\n\r\n5\r\nhello\r\n0\r\nX-Checksum: abc\r\n\r\n";
        await using Upstream upstream = new(static _ => Encoding.ASCII.GetBytes(Answer));
        (string certificate, string key) = await CertificateAsync("trailers");
        await using ProxyHere proxy = await ProxyHere.StartAsync(
            new Dictionary<string, string>(shop.Environment) { ["HL_API_URL"] = upstream.Address.ToString() },
            "--listen", "127.0.0.1:0", "--tls-certificate", certificate, "--tls-key", key, "--drain", "0");
        using HttpClient http = Client(certificate, proxy.Addresses[0]);
        using HttpRequestMessage request = Request("/api/x", HttpVersion.Version20);
        using HttpResponseMessage answer = await http.SendAsync(request, Cancellation);
        Assert.Equal("hello", await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal("abc", Assert.Single(answer.TrailingHeaders.GetValues("X-Checksum")));
    }

    /// <summary>By loopback, for no test listens elsewhere: what an address that is not loopback is asked for is in RemoteTests.</summary>
    [Fact]
    public async Task What_other_machines_may_reach_is_served_by_https_and_with_a_token()
    {
        (string certificate, string key) = await CertificateAsync("remote");
        string callers = shop.PathTo("callers.txt");
        await File.WriteAllTextAsync(callers, CallerToken, Cancellation);
        await using ProxyHere proxy = await ProxyHere.StartAsync(
            shop.Environment, "--listen", "127.0.0.1:0", "--allow-remote", "--tls-certificate", certificate, "--tls-key", key,
            "--caller-token-file", callers, "--drain", "0");
        using HttpClient http = Client(certificate, proxy.Addresses[0]);
        using HttpResponseMessage refused = await http.GetAsync(new Uri(Users, UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        http.DefaultRequestHeaders.Authorization = new("Bearer", CallerToken);
        using HttpResponseMessage served = await http.GetAsync(new Uri(Users, UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
    }

    [Theory]
    [InlineData(2, "can be reached from other machines", "--listen", "0.0.0.0:0")]
    [InlineData(2, "can be reached from other machines", "--listen", "[::]:0")]
    [InlineData(2, "--allow-remote wants --tls-certificate and --tls-key", "--listen", "0.0.0.0:0", "--allow-remote")]
    [InlineData(2, "--allow-remote wants --tls-certificate and --tls-key", "--listen", "0.0.0.0:0", "--allow-remote", "--caller-token-file", "CALLERS")]
    [InlineData(2, "--caller-token-file, so that not everybody may call", "--listen", "0.0.0.0:0", "--allow-remote", "--tls-certificate", "CERT", "--tls-key", "KEY")]
    [InlineData(2, "belong together", "--listen", "127.0.0.1:0", "--tls-certificate", "CERT")]
    [InlineData(3, "cannot be used with the key", "--listen", "127.0.0.1:0", "--tls-certificate", "CERT", "--tls-key", "CERT")]
    [InlineData(3, "cannot be used with the key", "--listen", "127.0.0.1:0", "--tls-certificate", "missing.pem", "--tls-key", "KEY")]
    public async Task What_would_be_open_to_others_or_does_not_fit_is_refused(int exitCode, string expected, params string[] arguments)
    {
        (string certificate, string key) = await CertificateAsync($"refused{Guid.NewGuid():N}");
        string callers = certificate + ".txt";
        await File.WriteAllTextAsync(callers, CallerToken, Cancellation);
        string[] words = [.. arguments.Select(word => word switch { "CERT" => certificate, "KEY" => key, "CALLERS" => callers, _ => word })];
        HlResult result = (await Hl.RunAsync(shop.Environment, "", ["proxy", .. words])).Require(exitCode);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }

    private static HttpRequestMessage Request(string path, Version version) =>
        new(HttpMethod.Get, path) { Version = version, VersionPolicy = HttpVersionPolicy.RequestVersionExact };

    /// <summary>Trusts this certificate and no other.</summary>
    private static HttpClient Client(string certificate, string address)
    {
        using X509Certificate2 known = X509CertificateLoader.LoadCertificateFromFile(certificate);
        string thumbprint = known.Thumbprint;
        SocketsHttpHandler handler = new()
        {
            UseProxy = false,
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, shown, _, _) => shown is X509Certificate2 seen && seen.Thumbprint == thumbprint,
            },
        };
        return new HttpClient(handler) { BaseAddress = new Uri(address) };
    }

    private async Task<(string Certificate, string Key)> CertificateAsync(string name)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        (string certificate, string keyFile) = (shop.PathTo($"{name}.crt"), shop.PathTo($"{name}.key"));
        await File.WriteAllTextAsync(certificate, made.ExportCertificatePem(), Cancellation);
        await File.WriteAllTextAsync(keyFile, key.ExportPkcs8PrivateKeyPem(), Cancellation);
        return (certificate, keyFile);
    }
}
