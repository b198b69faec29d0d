using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace HelpLightning.Client.Tests;

/// <summary>What may be in the way before an answer comes: other hosts, proxies, certificates.</summary>
public sealed class NetworkFaultTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_to_another_host_takes_nothing_there(int status)
    {
        await using ScriptedServer other = new(Reply.Json("""{"id":1}"""));
        await using ScriptedServer server = new(Reply.Of(status, "", $"Location: {other.Address}/api/v1r1/enterprise/users/1\r\n"));
        using HelpLightningClient client = TestClient.For(server);
        HelpLightningApiException e = await Assert.ThrowsAsync<HelpLightningApiException>(() => client.Users.GetAsync(1, Cancellation));
        Assert.Equal(status, (int)e.Status);
        Assert.Equal(0, other.Accepted);
        Assert.Single(server.Seen());
        await server.NoConnectionIsLeftAsync();
    }

    [Fact]
    public async Task A_name_that_is_not_known_has_its_own_reason()
    {
        using HelpLightningClient client = HelpLightningClient.Create(TestClient.Options("https://no-such-host.invalid"));
        HelpLightningUnreachableException e = await Assert.ThrowsAsync<HelpLightningUnreachableException>(() => client.Users.GetAsync(1, Cancellation));
        Assert.Equal(UnreachableReason.NameNotFound, e.Reason);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_untrusted()
    {
        using X509Certificate2 certificate = SelfSigned.Create();
        await using ScriptedServer server = new(_ => Task.FromResult(Reply.Json("""{"id":1}""")), certificate);
        using HelpLightningClient client = HelpLightningClient.Create(TestClient.Options(server.Address));
        HelpLightningUnreachableException e = await Assert.ThrowsAsync<HelpLightningUnreachableException>(() => client.Users.GetAsync(1, Cancellation));
        Assert.Equal(UnreachableReason.Untrusted, e.Reason);
        Assert.Contains("certificate", e.Message, StringComparison.Ordinal);
        Assert.Equal(1, e.Attempts);
        Assert.Empty(server.Seen());
        await server.NoConnectionIsLeftAsync();
    }

    [Theory]
    [InlineData(407)]
    [InlineData(502)]
    public async Task A_proxy_that_does_not_let_us_through_is_named(int status)
    {
        using X509Certificate2 certificate = SelfSigned.Create();
        await using ScriptedServer server = new(_ => Task.FromResult(Reply.Json("""{"id":1}""")), certificate);
        await using TunnelProxy proxy = new(refusal: status);
        using HelpLightningClient client = HelpLightningClient.Create(TestClient.Options($"https://api.test:{server.Port}"), primaryHandler: Through(proxy, certificate));
        HelpLightningUnreachableException e = await Assert.ThrowsAsync<HelpLightningUnreachableException>(() => client.Users.GetAsync(1, Cancellation));
        Assert.Equal(UnreachableReason.Proxy, e.Reason);
        Assert.Contains("HTTPS_PROXY", e.Message, StringComparison.Ordinal);
        Assert.Empty(server.Seen());
        Assert.All(proxy.Heads, NothingSecretIn);
    }

    [Fact]
    public async Task A_proxy_that_tunnels_sees_nothing_but_the_host()
    {
        using X509Certificate2 certificate = SelfSigned.Create();
        await using ScriptedServer server = new(_ => Task.FromResult(Reply.Json("""{"id":1}""")), certificate);
        await using TunnelProxy proxy = new();
        using HelpLightningClient client = HelpLightningClient.Create(TestClient.Options($"https://api.test:{server.Port}"), primaryHandler: Through(proxy, certificate));
        Assert.Equal(1, (await client.Users.GetAsync(1, Cancellation)).Id);
        Assert.StartsWith($"CONNECT api.test:{server.Port} ", Assert.Single(proxy.Heads), StringComparison.Ordinal);
        Assert.All(proxy.Heads, NothingSecretIn);
        Assert.True(TestClient.Verifier.Verify(Assert.Single(Assert.Single(server.Seen()).Headers("Authorization"))).IsValid);
    }

    [Fact]
    public async Task Nothing_that_listens_is_refused_and_a_server_that_comes_up_meanwhile_is_reached()
    {
        using Socket reserved = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        reserved.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        HelpLightningOptions options = TestClient.Options($"http://127.0.0.1:{((IPEndPoint)reserved.LocalEndPoint!).Port}");
        using HelpLightningClient client = HelpLightningClient.Create(options);
        HelpLightningUnreachableException e = await Assert.ThrowsAsync<HelpLightningUnreachableException>(() => client.Users.GetAsync(1, Cancellation));
        Assert.Equal(UnreachableReason.Refused, e.Reason);
        Assert.Equal(4, e.Attempts);

        reserved.Listen();
        Task<User> call = client.Users.GetAsync(1, Cancellation);
        using Socket accepted = await reserved.AcceptAsync(Cancellation);
        await accepted.ReceiveAsync(new byte[4096], Cancellation);
        await accepted.SendAsync(Reply.Json("""{"id":5}""").Bytes, Cancellation);
        Assert.Equal(5, (await call).Id);
    }

    private static SocketsHttpHandler Through(TunnelProxy proxy, X509Certificate2 certificate) => new()
    {
        AllowAutoRedirect = false,
        Proxy = proxy.Settings,
        SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, presented, _, _) => presented?.GetCertHashString() == certificate.Thumbprint,
        },
    };

    private static void NothingSecretIn(string head)
    {
        Assert.DoesNotContain("authorization:", head, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(TestClient.ApiKey, head, StringComparison.Ordinal);
    }
}
