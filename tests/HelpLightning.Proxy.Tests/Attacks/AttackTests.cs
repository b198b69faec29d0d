using System.Collections.Immutable;
using System.Net.Sockets;
using System.Text;

namespace HelpLightning.Proxy.Tests;

/// <summary>
/// What web pages, other machines and clever callers try: refused, or harmless. The upstream is asked nothing that is refused, and no
/// header that a caller sends in another's name arrives.
/// </summary>
public sealed class AttackTests
{
    private const string Host = "Host: localhost\r\n";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The name, the request, the status, and what refused it; null where Kestrel does, before there is a request.</summary>
    public static TheoryData<string, string, int, string?> Refused => new()
    {
        { "a name that resolves here (DNS rebinding)", "GET /api/x HTTP/1.1\r\nHost: evil.example\r\n\r\n", 403, "host" },
        { "the same with the right port", "GET /api/x HTTP/1.1\r\nHost: evil.example:PORT\r\n\r\n", 403, "host" },
        { "a name that ends as ours", "GET /api/x HTTP/1.1\r\nHost: x.localhost\r\n\r\n", 403, "host" },
        { "a name that begins as ours", "GET /api/x HTTP/1.1\r\nHost: localhost.evil.example\r\n\r\n", 403, "host" },
        { "our name with a dot", "GET /api/x HTTP/1.1\r\nHost: localhost.\r\n\r\n", 403, "host" },
        { "another loopback address", "GET /api/x HTTP/1.1\r\nHost: 127.1\r\n\r\n", 403, "host" },
        { "an address as a number", "GET /api/x HTTP/1.1\r\nHost: 2130706433\r\n\r\n", 403, "host" },
        { "all addresses", "GET /api/x HTTP/1.1\r\nHost: 0.0.0.0\r\n\r\n", 403, "host" },
        { "no name", "GET /api/x HTTP/1.1\r\nHost:\r\n\r\n", 403, "host" },
        { "no Host", "GET /api/x HTTP/1.1\r\n\r\n", 400, null },
        { "Host twice", "GET /api/x HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n", 400, null },
        { "Host twice, one foreign", "GET /api/x HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n", 400, null },
        { "a user in Host", "GET /api/x HTTP/1.1\r\nHost: a@localhost\r\n\r\n", 400, null },
        { "a path in Host", "GET /api/x HTTP/1.1\r\nHost: localhost/x\r\n\r\n", 400, null },
        { "Origin", "GET /api/x HTTP/1.1\r\n" + Host + "Origin: https://evil.example\r\n\r\n", 403, "browser" },
        { "Origin null", "GET /api/x HTTP/1.1\r\n" + Host + "Origin: null\r\n\r\n", 403, "browser" },
        { "Origin of this machine", "GET /api/x HTTP/1.1\r\n" + Host + "Origin: http://localhost\r\n\r\n", 403, "browser" },
        { "Sec-Fetch-Site", "GET /api/x HTTP/1.1\r\n" + Host + "Sec-Fetch-Site: none\r\n\r\n", 403, "browser" },
        { "a page's script of the same origin", "GET /api/x HTTP/1.1\r\n" + Host + "Sec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty\r\n\r\n", 403, "browser" },
        { "two modes", "GET /api/x HTTP/1.1\r\n" + Host + "Sec-Fetch-Mode: cors\r\nSec-Fetch-Mode: navigate\r\n\r\n", 403, "browser" },
        { "a page's image", "GET /api/x HTTP/1.1\r\n" + Host + "Sec-Fetch-Mode: no-cors\r\n\r\n", 403, "browser" },
        { "a page's preflight", "OPTIONS /api/x HTTP/1.1\r\n" + Host + "Origin: https://evil.example\r\nAccess-Control-Request-Method: GET\r\n\r\n", 403, "browser" },
        { "absolute form", "GET http://localhost/api/x HTTP/1.1\r\n" + Host + "\r\n", 400, "target" },
        { "absolute form of another host", "GET http://evil.example/api/x HTTP/1.1\r\n" + Host + "\r\n", 400, null },
        { "absolute form that agrees with a foreign Host", "GET http://evil.example/api/x HTTP/1.1\r\nHost: evil.example\r\n\r\n", 403, "host" },
        { "asterisk form", "OPTIONS * HTTP/1.1\r\n" + Host + "\r\n", 400, "target" },
        { "CONNECT", "CONNECT localhost:443 HTTP/1.1\r\nHost: localhost:443\r\n\r\n", 405, "method" },
        { "TRACE", "TRACE /api/x HTTP/1.1\r\n" + Host + "\r\n", 405, "method" },
        { "a method of small letters", "get /api/x HTTP/1.1\r\n" + Host + "\r\n", 403, "policy" },
        { "length announced twice over (CL.TE)", "POST /api/x HTTP/1.1\r\n" + Host + "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG", 400, "length" },
        { "the same in the other order (TE.CL)", "POST /api/x HTTP/1.1\r\n" + Host + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n1\r\nZ\r\n0\r\n\r\n", 400, "length" },
        { "two lengths", "POST /api/x HTTP/1.1\r\n" + Host + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400, null },
        { "two lengths on one line", "POST /api/x HTTP/1.1\r\n" + Host + "Content-Length: 1, 2\r\n\r\nab", 400, null },
        { "a length below nothing", "POST /api/x HTTP/1.1\r\n" + Host + "Content-Length: -1\r\n\r\na", 400, null },
        { "a length in hexadecimal", "POST /api/x HTTP/1.1\r\n" + Host + "Content-Length: 0x1\r\n\r\na", 400, null },
        { "another coding", "POST /api/x HTTP/1.1\r\n" + Host + "Transfer-Encoding: gzip\r\n\r\n", 400, null },
        { "chunked not last", "POST /api/x HTTP/1.1\r\n" + Host + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", 400, null },
        { "chunked by another name", "POST /api/x HTTP/1.1\r\n" + Host + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400, null },
        { "a space before the colon", "POST /api/x HTTP/1.1\r\n" + Host + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", 400, null },
        { "a folded header", "GET /api/x HTTP/1.1\r\n" + Host + "X-A: b\r\n c\r\n\r\n", 400, null },
        { "a header without a colon", "GET /api/x HTTP/1.1\r\n" + Host + "X-A\r\n\r\n", 400, null },
        { "a bare CR in a value", "GET /api/x HTTP/1.1\r\n" + Host + "X-A: b\rX-B: c\r\n\r\n", 400, null },
        { "NUL in a value", "GET /api/x HTTP/1.1\r\n" + Host + "X-A: b\0c\r\n\r\n", 400, null },
        { "a space in a name", "GET /api/x HTTP/1.1\r\n" + Host + "X A: b\r\n\r\n", 400, null },
        { "NUL in the path", "GET /api/x\0y HTTP/1.1\r\n" + Host + "\r\n", 400, null },
        { "%00 in the path", "GET /api/x%00y HTTP/1.1\r\n" + Host + "\r\n", 400, null },
        { "raw UTF-8 in the path", "GET /api/\u00c3\u00a9 HTTP/1.1\r\n" + Host + "\r\n", 400, null },
        { "line end in the path", "GET /api/a%0D%0AX-Evil:%20b HTTP/1.1\r\n" + Host + "\r\n", 403, "policy" },
        { "tab in the path", "GET /api/a%09b HTTP/1.1\r\n" + Host + "\r\n", 403, "policy" },
        { "a version that is none", "GET /api/x HTTP/3.0\r\n" + Host + "\r\n", 505, null },
        { "outside", "GET /admin HTTP/1.1\r\n" + Host + "\r\n", 403, "policy" },
        { "the root", "GET / HTTP/1.1\r\n" + Host + "\r\n", 403, "policy" },
        { "no slash", "GET api/x HTTP/1.1\r\n" + Host + "\r\n", 400, null },
        { "out of /api", "GET /api/../admin HTTP/1.1\r\n" + Host + "\r\n", 403, "policy" },
        { "out of /api, encoded", "GET /api/%2e%2e/admin HTTP/1.1\r\n" + Host + "\r\n", 403, "policy" },
        { "out of /api, encoded twice", "GET /api/%252e%252e/admin HTTP/1.1\r\n" + Host + "\r\n", 403, "policy" },
        { "out of /api by an encoded slash", "GET /api/..%2fadmin HTTP/1.1\r\n" + Host + "\r\n", 403, "policy" },
        { "out of /api by a backslash", "GET /api/..\\admin HTTP/1.1\r\n" + Host + "\r\n", 403, "policy" },
        { "out of /api behind a parameter", "GET /api/..;/admin HTTP/1.1\r\n" + Host + "\r\n", 403, "policy" },
        { "another name in capitals", "GET /API/x HTTP/1.1\r\n" + Host + "\r\n", 403, "policy" },
        { "slashes first", "GET //api/x HTTP/1.1\r\n" + Host + "\r\n", 403, "policy" },
        { "another host in the path", "GET //evil.example/api/x HTTP/1.1\r\n" + Host + "\r\n", 403, "policy" },
        { "a site that nobody may choose", "GET /api/x HTTP/1.1\r\n" + Host + "X-Help-Lightning-Site: default\r\n\r\n", 403, "site" },
        { "a person whom nobody may name", "GET /api/x HTTP/1.1\r\n" + Host + "X-Act-As: ann@example.com\r\n\r\n", 403, "act-as" },
        { "two persons", "GET /api/x HTTP/1.1\r\n" + Host + "X-Act-As: a@b.c\r\nX-Act-As: d@e.f\r\n\r\n", 400, "act-as" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_is_no_business_of_a_caller_is_refused_and_goes_nowhere(string name, string request, int status, string? by)
    {
        await using Upstream upstream = new();
        await using ProxyServer proxy = await ProxyServer.StartAsync(upstream.Address);
        WireMessage? answer = await RawClient.SendAsync(
            proxy.Port, request.Replace("PORT", $"{proxy.Port}", StringComparison.Ordinal), Cancellation);
        Assert.NotNull(answer);
        Assert.True(answer.Status == status, $"{name}: {answer.FirstLine} {answer.Text}");
        Assert.Empty(upstream.Seen);
        if (by is not null && !request.StartsWith("HEAD", StringComparison.Ordinal))
        {
            Assert.Contains($"urn:helplightning-proxy:{by}\"", answer.Text, StringComparison.Ordinal);
            Assert.StartsWith("helplightning-proxy; error=", answer.One("Proxy-Status"), StringComparison.Ordinal);
        }

        Assert.DoesNotContain(ProxyServer.ApiKey, answer.Text + string.Concat(answer.Headers), StringComparison.Ordinal);
    }

    /// <summary>Header lines that must not arrive, whatever else does.</summary>
    public static TheoryData<string> Withheld =>
    [
        "Authorization: Bearer x", "authorization: eyJ", "x-helplightning-api-key: theirs", "X-HelpLightning-Api-Key: theirs", "X_HelpLightning_Api_Key: theirs", "Forwarded: for=1.2.3.4", "X-Forwarded-For: 1.2.3.4",
        "X-Forwarded-Host: evil.example", "X-Forwarded-Proto: https", "X-Forwarded-Uri: /admin", "X-Forwarded-Prefix: /x", "X_Forwarded_For: 1.2.3.4", "X-Original-URL: /admin", "X-Original-Host: e", "X-Rewrite-URL: /admin", "X-Real-IP: 1.2.3.4",
        "X-HTTP-Method-Override: DELETE", "X-HTTP-Method: DELETE", "X-Method-Override: DELETE", "Proxy-Authorization: Basic eDp5", "Proxy-Connection: keep-alive", "Keep-Alive: timeout=5", "TE: trailers, deflate", "Upgrade: h2c",
        "Connection: X-Secret, x-other\r\nX-Secret: a\r\nX-Other: b", "Connection: Authorization", "X-Content-Length: 5",
    ];

    [Theory]
    [MemberData(nameof(Withheld))]
    public async Task What_speaks_to_the_proxy_or_in_anothers_name_stays_here(string lines)
    {
        await using Upstream upstream = new();
        await using ProxyServer proxy = await ProxyServer.StartAsync(upstream.Address);
        WireMessage? answer = await RawClient.SendAsync(proxy.Port, $"GET /api/x HTTP/1.1\r\n{Host}X-Stays: here\r\n{lines}\r\n\r\n", Cancellation);
        Assert.Equal(200, answer!.Status);
        WireMessage seen = Assert.Single(upstream.Seen);
        Assert.Equal(
            ["AUTHORIZATION", "HOST", "X-HELPLIGHTNING-API-KEY", "X-STAYS"],
            seen.Headers.Select(h => h.Name.ToUpperInvariant()).Order(StringComparer.Ordinal));
        Assert.Equal($"127.0.0.1:{upstream.Port}", seen.One("Host"));
        Assert.Equal(ProxyServer.ApiKey, seen.One("x-helplightning-api-key"));
        Assert.StartsWith("eyJ", seen.One("Authorization"), StringComparison.Ordinal);
        Assert.True(seen.One("Authorization")!.Length > 100);
    }

    [Theory]
    [InlineData("Connection: Content-Length\r\nContent-Length: 41\r\n", "GET /api/smuggled HTTP/1.1\r\nHost: x\r\n\r\n12")]
    [InlineData("Connection: Transfer-Encoding\r\nTransfer-Encoding: chunked\r\n", "29\r\nGET /api/smuggled HTTP/1.1\r\nHost: x\r\n\r\n12\r\n0\r\n\r\n")]
    [InlineData("Content-Length: +41\r\n", "GET /api/smuggled HTTP/1.1\r\nHost: x\r\n\r\n12")]
    [InlineData("Connection: Host\r\nContent-Length: 41\r\n", "GET /api/smuggled HTTP/1.1\r\nHost: x\r\n\r\n12")]
    [InlineData("Transfer-Encoding: chunked\r\n", "29;a=b\r\nGET /api/smuggled HTTP/1.1\r\nHost: x\r\n\r\n12\r\n0\r\nX-Trailer: GET /api/smuggled HTTP/1.1\r\n\r\n")]
    public async Task A_request_inside_a_body_stays_a_body(string headers, string body)
    {
        await using Upstream upstream = new();
        await using ProxyServer proxy = await ProxyServer.StartAsync(upstream.Address);
        WireMessage? answer = await RawClient.SendAsync(proxy.Port, $"POST /api/x HTTP/1.1\r\n{Host}{headers}\r\n{body}", Cancellation);
        Assert.Equal(200, answer!.Status);
        WireMessage seen = Assert.Single(upstream.Seen);
        Assert.Equal(("/api/x", 41), (seen.Target, seen.Body.Length));
    }

    [Fact]
    public async Task Headers_of_a_mebibyte_are_refused()
    {
        await using Upstream upstream = new();
        await using ProxyServer proxy = await ProxyServer.StartAsync(upstream.Address);
        foreach (string headers in new[] { $"X-Long: {new string('a', 1 << 20)}", string.Join("\r\n", Enumerable.Range(0, 20_000).Select(i => $"X-{i}: {new string('b', 40)}")) })
        {
            WireMessage? answer = await RawClient.SendAsync(proxy.Port, $"GET /api/x HTTP/1.1\r\n{Host}{headers}\r\n\r\n", Cancellation);
            Assert.True(answer is null or { Status: 431 }, answer?.FirstLine);
        }

        WireMessage? line = await RawClient.SendAsync(proxy.Port, $"GET /api/{new string('a', 1 << 20)} HTTP/1.1\r\n{Host}\r\n", Cancellation);
        Assert.True(line is null or { Status: 414 }, line?.FirstLine);
        Assert.Empty(upstream.Seen);
    }

    [Fact]
    public async Task Slow_heads_and_bodies_end_and_hold_nobody_up()
    {
        await using Upstream upstream = new();
        await using ProxyServer proxy = await ProxyServer.StartAsync(upstream.Address, kestrel: kestrel =>
        {
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(1);
            kestrel.Limits.MinRequestBodyDataRate = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(1.5));
            kestrel.Listen(System.Net.IPAddress.Loopback, 0);
        });
        List<TcpClient> slow = [];
        foreach (string begun in Enumerable.Repeat($"GET /api/x HTTP/1.1\r\n{Host}X-A: b", 100).Append($"POST /api/x HTTP/1.1\r\n{Host}Content-Length: 100000\r\n\r\nab"))
        {
            TcpClient client = new();
            await client.ConnectAsync("127.0.0.1", proxy.Port, Cancellation);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(begun), Cancellation);
            slow.Add(client);
        }

        Assert.Equal(200, (await RawClient.SendAsync(proxy.Port, $"GET /api/quick HTTP/1.1\r\n{Host}\r\n", Cancellation))!.Status);
        foreach (TcpClient client in slow)
        {
            BufferedSocket reader = new(client.GetStream());
            string? first = await reader.ReadLineAsync(Cancellation).WaitAsync(TimeSpan.FromMinutes(1), Cancellation);
            Assert.True(first is null || first.Contains("408", StringComparison.Ordinal) || first.Contains("400", StringComparison.Ordinal), first);
            client.Dispose();
        }
    }

    [Fact]
    public async Task The_one_word_of_a_browser_that_Node_says_as_well_does_no_harm()
    {
        await using Upstream upstream = new();
        await using ProxyServer proxy = await ProxyServer.StartAsync(upstream.Address);
        WireMessage? answer = await RawClient.SendAsync(
            proxy.Port, $"GET /api/x HTTP/1.1\r\n{Host}accept: */*\r\naccept-language: *\r\nsec-fetch-mode: cors\r\nuser-agent: node\r\n\r\n", Cancellation);
        Assert.Equal(200, answer!.Status);
    }

    /// <summary>Everything around one rule: what is let through is what the rule means, in whatever way the upstream reads it.</summary>
    [Theory]
    [InlineData("/api/v1r1/enterprise/users", true)]
    [InlineData("/api/v1r1/enterprise/users?x=/../../admin", true)]
    [InlineData("/api/v1r1/enterprise/a%20b", true)]
    [InlineData("/api/v1r1/enterprise/./users", true)]
    [InlineData("/api/v1r1/enterprise/../groups", false)]
    [InlineData("/api/v1r1/enterprise/%2e%2e/groups", false)]
    [InlineData("/api/v1r1/enterprise/..%2fgroups", false)]
    [InlineData("/api/v1r1/enterprise/%2e%2e%2fgroups", false)]
    [InlineData("/api/v1r1/enterprise/..;x/groups", false)]
    [InlineData("/api/v1r1/enterprise/..\\groups", false)]
    [InlineData("/api/v1r1/enterprise/%252e%252e/groups", false)]
    [InlineData("/api/v1r1//enterprise/users", false)]
    [InlineData("/api/v1r1/Enterprise/users", false)]
    [InlineData("/api/v1r1/other?/api/v1r1/enterprise/users", false)]
    [InlineData("/api/v1r1/other#/api/v1r1/enterprise/users", false)]
    [InlineData("/api/v1r1/other%3f/../enterprise/users", false)]
    [InlineData("/api/v1r1/other/..%2f/enterprise/users", false)]
    [InlineData("/api/v1r1/enterprise%2fusers", false)]
    [InlineData("/api/v1r1/enterprise;/users", false)]
    [InlineData("/api/v1r1/secret/%2e%2e/enterprise/users", false)]
    public async Task Around_an_allowed_path_only_what_it_means_goes_on(string target, bool goesOn)
    {
        ProxyPolicy policy = new() { Allow = ImmutableArray.Create(ProxyRule.Parse("GET /v1r1/enterprise/**")) };
        await using Upstream upstream = new();
        await using ProxyServer proxy = await ProxyServer.StartAsync(upstream.Address, options => options.Policy = () => policy);
        WireMessage? answer = await RawClient.SendAsync(
            proxy.Port, $"GET {target} HTTP/1.1\r\n{Host}X-Forwarded-Uri: /api/v1r1/enterprise/users\r\nX-Original-URL: /api/v1r1/enterprise/users\r\n\r\n", Cancellation);
        if (!goesOn)
        {
            // A target with a fragment is none (RFC 9112 section 3.2), and the server or the policy may say so.
            Assert.True(answer!.Status is 400 or 403, answer.Text);
            Assert.Empty(upstream.Seen);
            return;
        }

        Assert.Equal(200, answer!.Status);
        Assert.Equal(target, Assert.Single(upstream.Seen).Target);
    }
}
