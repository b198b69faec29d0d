using System.Net;

namespace HelpLightning.Cli.Tests.Doctor;

/// <summary>What hl doctor finds between this machine and the server.</summary>
public sealed class DoctorNetworkTests(Workshop shop) : IClassFixture<Workshop>
{
    [Fact]
    public async Task A_name_without_an_address_exits_5()
    {
        DoctorRun run = await OfProgramAsync(shop.Environment, "https://nobody.invalid");
        run.Result.Require(5);
        Assert.Contains("nobody.invalid", run.Require("host name", "failed"), StringComparison.Ordinal);
        run.Require("TLS", "skipped");
    }

    [Fact]
    public async Task Nobody_there_exits_5()
    {
        using ClosedPort closed = new();
        DoctorRun run = await RunAsync(shop.Environment, $"http://{closed.Authority}");
        run.Result.Require(5);
        Assert.Contains("refuses: nothing listens there | Check the port, and that the server runs (hl sandbox).", run.Require("connection", "failed"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_TLS_is_told()
    {
        DoctorRun run = await RunAsync(shop.Environment, $"https://127.0.0.1:{shop.Sandbox.BaseAddress.Port}");
        run.Result.Require(5);
        Assert.Contains("does not speak TLS there", run.Require("TLS", "failed"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_wants_TLS_is_told()
    {
        await using TlsServer server = new("CN=Somebody");
        DoctorRun run = await RunAsync(shop.Environment, server.Address.Replace("https", "http", StringComparison.Ordinal));
        run.Result.Require(5);
        Assert.Matches("broke the connection off|does not speak HTTP", run.Require("answer", "failed"));
        run.Require("clock", "skipped");
    }

    [Fact]
    public async Task An_issuer_that_nobody_knows_is_named()
    {
        await using TlsServer server = new("CN=Inspecting Proxy");
        DoctorRun run = await RunAsync(shop.Environment, server.Address);
        run.Result.Require(5);
        string said = run.Require("TLS", "failed");
        Assert.Contains("the certificate that Inspecting Proxy issued is not trusted: this machine does not know the issuer", said, StringComparison.Ordinal);
        Assert.Contains("SSL_CERT_FILE", said, StringComparison.Ordinal);
        run.Require("answer", "skipped");
    }

    [Fact]
    public async Task A_trusted_certificate_is_shown_with_its_issuer_and_end()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "SSL_CERT_FILE is read on Linux.");
        await using TlsServer server = new("CN=Our Own Authority", days: 90);
        DoctorRun run = await OfProgramAsync(Trusting(server), server.Address);
        Assert.StartsWith($"certificate by Our Own Authority, until {server.Ends:yyyy-MM-dd}", run.Require("TLS", "ok"), StringComparison.Ordinal);
        run.Require("answer", "ok");
        run.Require("clock", "ok");
    }

    [Fact]
    public async Task A_certificate_that_ends_soon_is_a_warning()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "SSL_CERT_FILE is read on Linux.");
        await using TlsServer server = new("CN=Our Own Authority", days: 3);
        Assert.Contains($"which ends on {server.Ends:yyyy-MM-dd} | Whoever runs the server has to renew it.",
            (await OfProgramAsync(Trusting(server), server.Address)).Require("TLS", "warning"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_for_somebody_else_is_told()
    {
        await using TlsServer server = new("CN=captive.example", address: IPAddress.Parse("192.0.2.1"));
        Assert.Contains("it is not for 127.0.0.1 | Somebody else answers",
            (await OfProgramAsync(Trusting(server), server.Address)).Require("TLS", "failed"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_is_named_without_its_password()
    {
        using ClosedPort proxy = new();
        DoctorRun run = await OfProgramAsync(With("https_proxy", $"http://ann:not-shown@{proxy.Authority}"), "https://hl.invalid");
        run.Result.Require(5);
        Assert.Equal($"http://{proxy.Authority} with a user name, from https_proxy | ", run.Require("proxy", "ok"));
        Assert.Contains("(the proxy) refuses: nothing listens there | The proxy comes from https_proxy: set that right, or call without it: NO_PROXY=hl.invalid", run.Require("connection", "failed"), StringComparison.Ordinal);
        Assert.DoesNotContain("not-shown", run.Result.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_to_the_proxy_is_named()
    {
        Dictionary<string, string> environment = With("https_proxy", "http://127.0.0.1:1");
        environment["no_proxy"] = "hl.invalid";
        DoctorRun run = await OfProgramAsync(environment, "https://hl.invalid");
        run.Result.Require(5);
        Assert.Equal("none for this address, because of NO_PROXY (https_proxy is set) | ", run.Require("proxy", "ok"));
    }

    [Fact]
    public async Task An_address_of_this_machine_goes_to_no_proxy()
    {
        await using RefusingProxy proxy = new(502);
        DoctorRun run = await OfProgramAsync(With("http_proxy", proxy.Address), shop.Address);
        run.Result.Require(0);
        Assert.Equal("none: an address of this machine goes to no proxy (http_proxy is set) | ", run.Require("proxy", "ok"));
        run.Require("token taken", "ok");
    }

    [Fact]
    public async Task A_proxy_that_is_no_address_is_a_warning()
    {
        DoctorRun run = await OfProgramAsync(With("https_proxy", "http://"), "https://hl.invalid");
        run.Result.Require(5);
        Assert.Contains("https_proxy is set but not used", run.Require("proxy", "warning"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(407, "It wants a user name and password")]
    [InlineData(403, "Ask whoever runs the proxy to allow api.example.com")]
    public async Task A_proxy_that_refuses_the_tunnel_is_told(int status, string says)
    {
        await using RefusingProxy proxy = new(status);
        DoctorRun run = await OfProgramAsync(With("https_proxy", proxy.Address), "https://api.example.com");
        run.Result.Require(5);
        string said = run.Require("TLS", "failed");
        Assert.StartsWith($"the proxy refused to connect to https://api.example.com ({status}) | ", said, StringComparison.Ordinal);
        Assert.Contains(says, said, StringComparison.Ordinal);
    }

    private static Task<DoctorRun> RunAsync(Dictionary<string, string> environment, string address) => DoctorRun.RunAsync(environment, "--api-url", address);

    private static Task<DoctorRun> OfProgramAsync(Dictionary<string, string> environment, string address) =>
        DoctorRun.OfProgramAsync(environment, "--api-url", address);

    private Dictionary<string, string> With(string name, string value) => new(shop.Environment) { [name] = value };

    private Dictionary<string, string> Trusting(TlsServer server)
    {
        string file = shop.PathTo($"{Guid.NewGuid():N}.crt");
        File.WriteAllText(file, server.Pem);
        return With("SSL_CERT_FILE", file);
    }
}
