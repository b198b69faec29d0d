using System.Text;

namespace HelpLightning.Proxy.Tests;

/// <summary>Two hundred requests of the kinds that proxies get wrong, as bytes.</summary>
internal static class HardRequests
{
    private static readonly string[] Paths =
    [
        "/api", "/api/", "/api/v1r1/enterprise/users", "/api/v1r1/enterprise/users/", "/api/a%2Fb", "/api/a%2fb", "/api/a%252Fb", "/api/a%2520b",
        "/api/a%20b", "/api/a+b", "/api/a//b", "/api//a", "/api/a///b//", "/api/a;b=c/d", "/api/a%3Bb", "/api/%E2%82%AC", "/api/%e2%82%ac",
        "/api/a%23b", "/api/a%3Fb", "/api/a%3F", "/api/~a", "/api/%7Ea", "/api/%41", "/api/a.b", "/api/a./b", "/api/.a/b", "/api/a..b/c", "/api/...", "/api/a/../b",
        "/api/a/./b", "/api/a/%2e/b", "/api/a/b/%2E%2E/c", "/api/a/.", "/api/a/b/..", "/api/$a&b,c:d=e@f", "/api/(a)!*'", "/api/a%25b", "/api/%2B", "/api/a%26b%3Dc",
        "/api/a[1]", "/api/a|b", "/api/a^b`c{d}", "/api/\"a\"", "/api/<a>", "/api/a%C3%A9", "/api/a%C2%A0b", "/api/%61%70%69", "/api/a%2Bb", "/api/a%7Cb",
        "/auth", "/auth/federate", "/auth/x%2Fy", "/api/" + new string('a', 2000), "/api/" + string.Join('/', Enumerable.Range(0, 80)),
    ];

    private static readonly string[] Queries =
    [
        "?", "?a", "?a=", "?a=b&a=c", "?a=%20b+c", "?a=%2F%2f/", "?a=/../x", "?a=%00", "?q=%E2%82%AC", "?q=a?b?c", "?x=1%2B1", "?a&&b&", "?=", "?a=%", "?a=%zz", "?a=[1]&b={2}", "?a=\"b\"",
        "?a=%25", "?a=%2525", "?&", "?a;b;c", "?redirect=https://example.com/?x=y", "?path=/admin/../../x", "?a=b%0D%0AX:y", "?email=ann%40example.com", "?email=ann@example.com",
    ];

    private static readonly string[] Headers =
    [
        "X-Empty:", "X-Spaces:    a   b   ", "X-Tab: a\tb", "X-Latin: caf\u00e9", "X-High: \u00ff\u00fe\u0080", "X-Utf8: \u00e2\u0082\u00ac", "X-Long: " + new string('v', 8000),
        "X-Comma: a,b, c ,", "X-Quote: \"a,b\"; c=\"d\\\"e\"", "Accept: application/json;q=0.9, */*;q=0.1", "Accept-Encoding: gzip, br, zstd;q=0.5", "Accept-Encoding: identity", "Accept-Language: de,en;q=0.5",
        "If-None-Match: W/\"x\", \"y\"", "If-Modified-Since: not a date", "If-Modified-Since: Mon, 04 May 2026 03:02:01 GMT", "If-Match: *", "Range: bytes=0-99,200-", "Range: lines=1-2", "Cookie: a=b; c=d", "User-Agent: x/1 (a; b) y/2",
        "Referer: not an address", "From: not an address", "Date: yesterday", "Cache-Control: no-cache, x=\"y\"", "Pragma: x", "Via: 1.0 fred, 1.1 p.example.net", "Max-Forwards: 0", "X-Request-ID: 0", "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "tracestate: a=b", "baggage: a=b", "X-CamelCase-Name: v", "x-lower: v", "X.Dot: v", "X!#$%&'*+-.^_`|~: v", "DNT: 1", "Priority: u=1, i", "X-Json: {\"a\":[1,2]}", "Content-Language: de",
        "If-Unmodified-Since: 0", "Expect-CT: x", "Prefer: return=minimal", "X-Colon: a: b: c", "Authorization-Info: x", "X-Helplightning-Other: v", "Idempotency-Key: \"8e03978e\"", "X-Zero: 0", "Warning: 199 - x", "Link: </a>; rel=b",
    ];

    private static readonly (string Head, byte[] Body)[] Bodies =
    [
        ("Content-Length: 0", []),
        ("Content-Type: application/json\r\nContent-Length: 7", "{\"a\":1}"u8.ToArray()),
        ("Content-Type: application/json; charset=utf-8; x=\"y\"\r\nContent-Length: 2", "{}"u8.ToArray()),
        ("Content-Type: text/plain; charset=iso-8859-1\r\nContent-Length: 1", [0xe9]),
        ("Content-Type: not a type\r\nContent-Length: 3", [1, 2, 3]),
        ("Content-Length: 256", [.. Enumerable.Range(0, 256).Select(i => (byte)i)]),
        ("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 11", "a=b&c=d%20e"u8.ToArray()),
        ("Content-Encoding: gzip\r\nContent-Length: 5", [0x1f, 0x8b, 8, 0, 0]),
        ("Content-Length: 100000", [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 7))]),
        ("Transfer-Encoding: chunked", "5\r\nhello\r\n1;x=y\r\n!\r\n0\r\n\r\n"u8.ToArray()),
        ("Transfer-Encoding: chunked", "0\r\n\r\n"u8.ToArray()),
        ("Transfer-Encoding: CHUNKED\r\nContent-Type: a/b", "3\r\n\r\n\n\r\n0\r\n\r\n"u8.ToArray()),
        ("Content-Disposition: form-data; name=\"x\"\r\nContent-Length: 1", "x"u8.ToArray()),
        ("Content-Range: bytes 0-0/1\r\nContent-Length: 1", "x"u8.ToArray()),
        ("Content-MD5: Q2hlY2sgSW50ZWdyaXR5IQ==\r\nContent-Length: 1", "x"u8.ToArray()),
        ("Last-Modified: never\r\nExpires: 0\r\nAllow: X\r\nContent-Length: 1", "x"u8.ToArray()),
    ];

    public static IReadOnlyList<(string Name, byte[] Request)> All { get; } = [.. Make()];

    private static IEnumerable<(string, byte[])> Make()
    {
        foreach (string path in Paths)
        {
            yield return Of("GET", path);
        }

        foreach (string query in Queries)
        {
            yield return Of("GET", "/api/x" + query);
            yield return Of("POST", "/auth/y%2Fz" + query, "Content-Length: 2", "{}"u8.ToArray());
        }

        foreach (string header in Headers)
        {
            yield return Of("GET", "/api/headers", header);
        }

        foreach ((string head, byte[] body) in Bodies)
        {
            yield return Of("POST", "/api/bodies", head, body);
            yield return Of("PUT", "/api/bodies", head, body);
        }

        foreach (string method in new[] { "HEAD", "DELETE", "OPTIONS", "PATCH", "PROPFIND", "REPORT", "M-SEARCH", "X!Y" })
        {
            yield return Of(method, "/api/methods");
        }

        yield return Of("DELETE", "/api/with-body", "Content-Length: 2", "{}"u8.ToArray());
        yield return Of("GET", "/api/with-body", "Content-Length: 2", "{}"u8.ToArray());
        yield return Of("REPORT", "/api/with-body", "Transfer-Encoding: chunked", "2\r\n{}\r\n0\r\n\r\n"u8.ToArray());
        yield return Of("GET", "/api/many", string.Join("\r\n", Enumerable.Range(0, 80).Select(i => $"X-{i}: {i}")));
        yield return Of("GET", "/api/twice", "X-Twice: a\r\nX-Other: o\r\nX-Twice: b");
        yield return Of("GET", "/api/cookies", "Cookie: a=b\r\nCookie: c=d");
    }

    private static (string, byte[]) Of(string method, string target, string headers = "", byte[]? body = null)
    {
        string head = $"{method} {target} HTTP/1.1\r\nHost: HOST\r\n{headers}{(headers.Length > 0 ? "\r\n" : "")}\r\n";
        string name = $"{method} {target} {headers.Replace("\r\n", " | ", StringComparison.Ordinal)}";
        return (name.Length > 120 ? name[..120] : name, [.. Encoding.Latin1.GetBytes(head), .. body ?? []]);
    }
}
