using System.Net;
using System.Text.RegularExpressions;

namespace HelpLightning.Cli.Tests.Proxy;

/// <summary><c>hl proxy</c> in this process, until it is stopped. One that gets signals or descriptors is a <see cref="ProxyProcess"/>.</summary>
internal sealed partial class ProxyHere : IAsyncDisposable
{
    private readonly TestHost _host;
    private readonly Task<HlResult> _run;
    private HlResult? _result;

    private ProxyHere(TestHost host, Task<HlResult> run)
    {
        _host = host;
        _run = run;
        Match example = Example().Match(host.Error);
        Addresses = host.Output.StartsWith("http", StringComparison.Ordinal) || host.Output.StartsWith("unix:", StringComparison.Ordinal)
            ? host.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            : [example.Groups[1].Value];
        Http = new HttpClient(new SocketsHttpHandler { UseProxy = false, ConnectCallback = Connect() })
        {
            BaseAddress = new Uri(Addresses[0].StartsWith("http", StringComparison.Ordinal) ? Addresses[0] : "http://localhost"),
        };
    }

    public IReadOnlyList<string> Addresses { get; }

    /// <summary>Of the first address; over the Unix socket when it is one.</summary>
    public HttpClient Http { get; }

    public string Output => _host.Output;

    public string Error => _host.Error;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <param name="environment">The settings.</param>
    /// <param name="arguments">What follows <c>hl proxy</c>.</param>
    public static Task<ProxyHere> StartAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        StartAsync(new TestHost(environment), arguments);

    /// <param name="host">The machine; disposed with this.</param>
    /// <param name="arguments">What follows <c>hl proxy</c>.</param>
    public static async Task<ProxyHere> StartAsync(TestHost host, params string[] arguments)
    {
        Task<HlResult> run = Hl.RunAsync(host, ["proxy", .. arguments]);
        await Eventually.HoldsAsync(() => run.IsCompleted || host.Error.Contains("after SIGTERM", StringComparison.Ordinal));
        Assert.False(run.IsCompleted, host.Error);
        return new ProxyHere(host, run);
    }

    /// <summary>The status and the body of an answer.</summary>
    public async Task<(HttpStatusCode Status, string Body)> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        foreach ((string name, string value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using HttpResponseMessage response = await Http.SendAsync(request, Cancellation);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Cancellation));
    }

    /// <summary>As Ctrl-C does.</summary>
    public async Task<HlResult> StopAsync()
    {
        _host.Interrupt();
        return _result ??= await _run;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Http.Dispose();
        _host.Dispose();
    }

    private Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>>? Connect() =>
        Addresses[0].StartsWith("unix:", StringComparison.Ordinal) ? UnixSockets.To(Addresses[0]["unix:".Length..]) : null;

    [GeneratedRegex(@"  curl.* (https?://[^/]*)/api/")]
    private static partial Regex Example();
}
