using System.Net;
using System.Text;
using System.Text.Json;
using HelpLightning.Sandbox;

namespace HelpLightning.Cli.Tests.Proxy;

/// <summary>What <c>hl proxy</c> writes down of each request, and what nobody finds in it.</summary>
public sealed class AccessLogTests(Workshop shop) : IClassFixture<Workshop>
{
    private const string Users = "/api/v1r1/enterprise/users";
    private const string CallerToken = "marked-caller-token-0123456789";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_request_is_a_line_of_JSON()
    {
        string file = shop.PathTo("lines.ndjson");
        string callers = await FileAsync("tickets.txt", CallerToken);
        await using ProxyHere proxy = await ProxyHere.StartAsync(
            shop.Environment, "--listen", "127.0.0.1:0", "--drain", "0", "--access-log", file, "--caller-token-file", $"tickets={callers}",
            "--allow", "GET /v1r1/**", "--allow-act-as", "*@example.com");
        (string, string) authorization = ("Authorization", $"Bearer {CallerToken}");
        Assert.Equal(HttpStatusCode.OK, (await proxy.GetAsync($"{Users}?page_size=1", authorization)).Status);
        Assert.Equal(HttpStatusCode.OK, (await proxy.GetAsync("/api/v1r1/user", authorization, ("X-Act-As", "ann@example.com"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await proxy.GetAsync("/api/v1/enterprise/calls", authorization)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await proxy.GetAsync(Users)).Status);
        (await proxy.StopAsync()).Require(0);
        JsonElement[] lines = [.. (await File.ReadAllLinesAsync(file, Cancellation)).Select(static line => JsonDocument.Parse(line).RootElement)];
        Assert.All(lines, static line =>
        {
            Assert.Equal(
                ["at", "method", "path", "status", "ms", "site", "caller", "rule", "acts_as", "token_id", "answered_by"],
                line.EnumerateObject().Select(static member => member.Name));
            Assert.InRange(line.GetProperty("at").GetDateTimeOffset(), TimeProvider.System.GetUtcNow().AddMinutes(-5), TimeProvider.System.GetUtcNow());
            Assert.InRange(line.GetProperty("ms").GetDouble(), 0.001, 300_000);
        });
        Assert.Equal(
            [
                $"GET {Users} 200 default tickets 'allow GET /v1r1/**' - 12 -",
                "GET /api/v1r1/user 200 default tickets 'allow GET /v1r1/**' ann@example.com 12 -",
                "GET /api/v1/enterprise/calls 403 default tickets 'no rule' - 0 policy",
                $"GET {Users} 401 - - '-' - 0 caller-token",
            ],
            lines.Select(static line =>
            {
                string Of(string name) => line.GetProperty(name).GetString() ?? "-";
                int token = line.GetProperty("token_id").GetString()?.Length ?? 0;
                return $"{Of("method")} {Of("path")} {line.GetProperty("status")} {Of("site")} {Of("caller")} '{Of("rule")}' {Of("acts_as")} {token} {Of("answered_by")}";
            }));
    }

    [Fact]
    public async Task A_log_that_was_moved_away_is_made_anew()
    {
        string file = shop.PathTo("moved.ndjson");
        await using ProxyHere proxy = await ProxyHere.StartAsync(shop.Environment, "--listen", "127.0.0.1:0", "--drain", "0", "--access-log", file);
        await proxy.GetAsync("/api/first");
        await Eventually.HoldsAsync(() => new FileInfo(file).Length > 0);
        File.Move(file, file + ".1");
        await proxy.GetAsync("/api/second");
        await Eventually.HoldsAsync(() => File.Exists(file) && new FileInfo(file).Length > 0);
        (await proxy.StopAsync()).Require(0);
        Assert.Contains("\"/api/first\"", Assert.Single(await File.ReadAllLinesAsync(file + ".1", Cancellation)), StringComparison.Ordinal);
        Assert.Contains("\"/api/second\"", Assert.Single(await File.ReadAllLinesAsync(file, Cancellation)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dash_writes_it_to_standard_output_and_nothing_else_there()
    {
        await using ProxyHere proxy = await ProxyHere.StartAsync(shop.Environment, "--listen", "127.0.0.1:0", "--drain", "0", "--access-log", "-");
        await proxy.GetAsync(Users + "?page_size=1");
        HlResult result = (await proxy.StopAsync()).Require(0);
        using JsonDocument line = JsonDocument.Parse(result.Output);
        Assert.Equal(Users, line.RootElement.GetProperty("path").GetString());
    }

    /// <summary>All that comes out of it on any way, for requests that are served, refused and broken.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData(200)]
    public async Task Nothing_secret_comes_out_of_it(int? terminalWidth)
    {
        string log = shop.PathTo($"secrets{terminalWidth}.ndjson");
        string callers = await FileAsync("callers.txt", CallerToken);
        await using HelpLightningSandbox sandbox = await HelpLightningSandbox.StartAsync(
            new HelpLightningSandboxOptions { PartnerPublicKeys = [shop.Key.PublicKey], ApiKey = Workshop.ApiKey }, Cancellation);
        string key = await FileAsync($"key{terminalWidth}.pem", await File.ReadAllTextAsync(shop.KeyFile, Cancellation));
        Dictionary<string, string> environment =
            new(shop.Environment) { ["HL_API_URL"] = sandbox.BaseAddress.ToString(), ["HL_PARTNER_KEY_FILE"] = key };
        StringBuilder all = new();
        await using ProxyHere proxy = await ProxyHere.StartAsync(
            new TestHost(environment) { Width = terminalWidth }, "--listen", "127.0.0.1:0", "--operations", "127.0.0.1:0", "--drain", "0", "--access-log", log,
            "--caller-token-file", callers, "--allow-act-as", "*", "--deny", "* /v1/enterprise/**");
        (string, string) authorization = ("Authorization", $"Bearer {CallerToken}");
        async Task AskAsync(string path, params (string, string)[] headers) => all.Append((await proxy.GetAsync(path, headers)).Body);
        const string Query = "?filter=name=marked-query";
        await AskAsync(Users + Query, authorization);
        await AskAsync("/api/v1r1/user" + Query, authorization, ("X-Act-As", "ann@example.com"));
        await AskAsync("/api/v1r1/user" + Query, authorization, ("X-Act-As", "nobody@example.com"));
        await AskAsync("/api/v1r1/user" + Query, authorization, ("X-Act-As", "marked-header a@b"));
        await AskAsync("/api/v1/enterprise/calls" + Query, authorization, ("x-helplightning-api-key", "marked-callers-api-key"));
        await AskAsync(Users + Query, ("Authorization", "Bearer marked-wrong-token-0123456789"));
        await AskAsync(Users + Query, authorization, ("Origin", "https://marked-origin.example"));
        sandbox.Faults.Add("GET /api/v1r1/enterprise/users reset=after");
        await AskAsync(Users + Query, authorization);
        sandbox.Faults.Clear();
        sandbox.RegisterPartnerKey(PartnerKeys.PartnerKey.Create().PublicKey);
        await AskAsync(Users + Query, authorization);
        await AskAsync("/api/v1r1/user" + Query, authorization, ("X-Act-As", "bob@example.com"));
        await File.WriteAllTextAsync(key, "-----BEGIN marked-key-----", Cancellation);
        await AskAsync(Users + Query, authorization);
        await sandbox.DisposeAsync();
        await AskAsync(Users + Query, authorization);
        using (HttpClient http = new(new SocketsHttpHandler { UseProxy = false }))
        {
            all.Append(await http.GetStringAsync(new Uri(OperationsOf(proxy) + "/metrics"), Cancellation));
        }

        HlResult result = (await proxy.StopAsync()).Require(0);
        all.Append(result.All);
        string lines = await File.ReadAllTextAsync(log, Cancellation);
        all.Append(lines);
        Assert.Equal(12, lines.Count(static c => c == '\n'));
        Assert.Contains("\"answered_by\":\"connection\"", lines, StringComparison.Ordinal);
        string said = all.ToString();
        string[] secrets =
        [
            "marked-", Workshop.ApiKey, "eyJ", "Bearer e", "PRIVATE KEY",
            .. (await File.ReadAllLinesAsync(shop.KeyFile, Cancellation)).Where(static line => line.Length > 20 && !line.StartsWith('-')),
        ];
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, said, StringComparison.Ordinal));
    }

    private static string OperationsOf(ProxyHere proxy) =>
        "http" + proxy.Error.Split("Operations")[1].Split("http")[1].Split("/startup")[0];

    private async Task<string> FileAsync(string name, string text)
    {
        string file = shop.PathTo(name);
        await File.WriteAllTextAsync(file, text, Cancellation);
        return file;
    }
}
