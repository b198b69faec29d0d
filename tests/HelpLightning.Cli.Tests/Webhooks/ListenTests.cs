using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace HelpLightning.Cli.Tests.Webhooks;

/// <summary>What <c>hl webhooks listen</c> takes, refuses and shows.</summary>
public sealed partial class ListenTests(Workshop shop) : IClassFixture<Workshop>
{
    private const string Secret = "marked-north-secret-1";
    private const string OtherSecret = "marked-north-secret-2";
    private const string Started = """{"type":"call","category":"started","data":{"call_id":"call_34c78f14-7a44-4b8c-9d3a-6a7d2f0e9c11"}}""";
    private const string Attached = """{"type":"call","category":"attachment_created","data":{"call_id":"call_1","attachment":{"id":63,"uuid":"0d7a"}}}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_are_lines_and_what_is_refused_is_told_beside_them()
    {
        await using ListenRun run = await ListenAsync(null, "--secret-file", SecretFile());
        Assert.Equal(HttpStatusCode.OK, await run.SendAsync(Started, Secret));
        Assert.Equal(HttpStatusCode.OK, await run.SendAsync(Started, Secret));
        Assert.Equal(HttpStatusCode.OK, await run.SendAsync(Attached, OtherSecret));
        Assert.Equal(HttpStatusCode.Unauthorized, await run.SendAsync(Attached, "another"));
        Assert.Equal(HttpStatusCode.Unauthorized, await run.SendAsync(Attached, null));
        Assert.Equal(HttpStatusCode.Unauthorized, await run.SendSignedAsync(Attached, "sha256=ABC"));
        using HttpClient http = new();
        using HttpResponseMessage got = await http.GetAsync(new Uri(run.Address + "/"), Cancellation);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, got.StatusCode);
        HlResult result = (await run.StopAsync()).Require(0);
        Assert.Equal(
            """
            (time)  new      call started             call_34c78f14-7a44-4b8c-9d3a-6a7d2f0e9c11  -       north
            (time)  repeat   call started             call_34c78f14-7a44-4b8c-9d3a-6a7d2f0e9c11  -       north
            (time)  new      call attachment_created  call_1                                     63      north

            """,
            Time().Replace(result.Output, "(time)"));
        string said = Size().Replace(Time().Replace(result.Error, "(time)"), "(size)");
        Assert.Contains("(time)  refused  its signature is that of another body, or made with another secret than those given (size)\n", said, StringComparison.Ordinal);
        Assert.Contains("(time)  refused  it has no signature, as of a webhook that was set up without a secret (size)\n", said, StringComparison.Ordinal);
        Assert.Contains("(time)  refused  its signature is not sha256= and 64 hex digits in small letters (size)\n", said, StringComparison.Ordinal);
        Assert.Contains("(time)  refused  it is a GET, and webhooks are POSTs\n", said, StringComparison.Ordinal);
        Assert.EndsWith("Stopped. 2 events came.\n", said, StringComparison.Ordinal);
        Assert.DoesNotContain("marked-", result.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_sandbox_does_comes_as_JSON_with_its_body()
    {
        string secret = SecretFile();
        await using ListenRun run = await ListenAsync(null, "--secret-file", secret, "-o", "ndjson", "--events", "attachment_created,made_up");
        (await Hl.RunAsync(shop.Environment, "", "sandbox", "webhook", "add", run.Address, "--secret-file", secret)).Require(0);
        HlResult triggered = (await Hl.RunAsync(shop.Environment, "", "sandbox", "trigger", "attachment_created")).Require(0);
        (await Hl.RunAsync(shop.Environment, "", "sandbox", "trigger", "made_up", "--data", """{"a":[1,{"b":null}]}""")).Require(0);
        await Eventually.HoldsAsync(() => run.Output.Split('\n').Length == 3);
        JsonElement[] events = [.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static l => JsonDocument.Parse(l).RootElement)];
        JsonElement made = JsonDocument.Parse(triggered.Output).RootElement;
        Assert.Equal("attachment_created", events[0].GetProperty("category").GetString());
        Assert.Equal(made.GetProperty("call_id").GetString(), events[0].GetProperty("call_id").GetString());
        Assert.Equal(made.GetProperty("attachment_uuid").GetString(), events[0].GetProperty("attachment_uuid").GetString());
        Assert.Equal("north", events[0].GetProperty("signed_by").GetString());
        Assert.False(events[0].GetProperty("repeat").GetBoolean());
        Assert.Equal("""{"type":"call","category":"made_up","data":{"a":[1,{"b":null}]}}""", events[1].GetProperty("body").GetRawText());
        HlResult result = (await run.StopAsync()).Require(0);
        Assert.Contains("Events   attachment_created, made_up\n", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("marked-", result.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_terminal_has_columns_of_its_width_and_says_how_long_it_has_been_quiet()
    {
        using TestHost host = new(new Dictionary<string, string>()) { Width = 80 };
        await using ListenRun run = await ListenRun.StartAsync(host, "--secret-file", SecretFile());
        await run.SendAsync(Started, Secret);
        await run.SendAsync("""{"type":"call","category":"something\u001b[31m_that_is_longer_than_its_column","data":{"call_id":"call_\u202e1"}}""", Secret);
        await run.SendAsync(Started, "another");
        await Eventually.HoldsAsync(() => run.Error.Contains("events, 1 refused, the last one", StringComparison.Ordinal));
        HlResult result = await run.StopAsync();
        Assert.Contains("\u001b[32mnew    \u001b[0m", result.Output, StringComparison.Ordinal);
        Assert.Contains("  …6a7d2f0e9c11  -       north\n", result.Output, StringComparison.Ordinal);
        Assert.Matches("No event yet, for \\d+ s", result.Error);
        Assert.DoesNotContain("\u202e", result.All, StringComparison.Ordinal);
        Assert.All(Style().Replace(result.All, "").Split('\n'), static line => Assert.InRange(line.Split('\r')[^1].Length, 0, 80));
    }

    [Fact]
    public async Task A_secret_that_is_added_to_its_file_counts_at_once()
    {
        string file = SecretFile();
        await using ListenRun run = await ListenAsync(null, "--secret-file", file);
        Assert.Equal(HttpStatusCode.Unauthorized, await run.SendAsync(Started, "marked-fresh"));
        await File.AppendAllTextAsync(file, "marked-fresh\n", Cancellation);
        Assert.Equal(HttpStatusCode.OK, await run.SendAsync(Started, "marked-fresh"));
        await File.WriteAllTextAsync(file, "", Cancellation);
        await Eventually.HoldsAsync(() => run.Error.Contains("the last ones stay in force", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, await run.SendAsync(Attached, Secret));
        Assert.DoesNotContain("marked-", (await run.StopAsync()).All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unsigned_events_are_taken_where_somebody_says_so()
    {
        await using ListenRun run = await ListenAsync(null, "--unsigned");
        Assert.Equal(HttpStatusCode.OK, await run.SendAsync(Started, null));
        Assert.Equal(HttpStatusCode.OK, await run.SendAsync(Attached, "whoever"));
        Assert.Equal(HttpStatusCode.BadRequest, await run.SendAsync("hello", null));
        HlResult result = (await run.StopAsync()).Require(0);
        Assert.Contains("Secrets  none: anybody", result.Error, StringComparison.Ordinal);
        Assert.Contains("refused  its body is no JSON object\n", result.Error, StringComparison.Ordinal);
        Assert.Matches("call_1 +63 +-\n", result.Output);
    }

    [Fact]
    public async Task Into_a_pipe_it_says_how_quiet_it_is_when_asked_to()
    {
        await using ListenRun run = await ListenAsync(null, "--unsigned", "--heartbeat", "1s");
        await Eventually.HoldsAsync(() => run.Error.Contains("  No event yet, for ", StringComparison.Ordinal));
        await run.SendAsync(Started, null);
        await Eventually.HoldsAsync(() => run.Error.Contains("  1 event, the last one ", StringComparison.Ordinal));
        Assert.DoesNotContain("No event", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_another_program_has_is_named()
    {
        await using ListenRun run = await ListenAsync(null, "--unsigned");
        string port = run.Address.Split(':')[^1];
        HlResult second = (await Hl.RunAsync("webhooks", "listen", "--port", port, "--unsigned")).Require(3);
        Assert.Equal($"error: Port {port} cannot be listened at: another program may have it. Choose another; 0 picks a free one.\n", second.Error);
    }

    [Fact]
    public async Task It_ends_when_nobody_reads_any_more()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A pipe tells its end at the next write on Unix alone.");
        using System.Diagnostics.Process hl = HlProgram.Start(new Dictionary<string, string>(), "webhooks", "listen", "--port", "0", "--unsigned");
        string greeting = (await hl.StandardError.ReadLineAsync(Cancellation))!;
        hl.StandardOutput.Close();
        using HttpClient http = new();
        using StringContent body = new(Started);
        using HttpResponseMessage response = await http.PostAsync(new Uri(greeting.Split(' ')[2].TrimEnd(',')), body, Cancellation);

        // It is kept, and its sender need not know.
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await hl.WaitForExitAsync(Cancellation);
        Assert.Equal(141, hl.ExitCode);
    }

    private static Task<ListenRun> ListenAsync(IReadOnlyDictionary<string, string>? environment, params string[] arguments) =>
        ListenRun.StartAsync(new TestHost(environment ?? new Dictionary<string, string>()), arguments);

    private string SecretFile()
    {
        string folder = Directory.CreateDirectory(shop.PathTo(Guid.NewGuid().ToString())).FullName;
        string file = Path.Combine(folder, "north.txt");
        File.WriteAllText(file, $"{Secret}\n{OtherSecret}\n");
        return file;
    }

    [GeneratedRegex(@"(?m)^\d\d:\d\d:\d\d")]
    private static partial Regex Time();

    [GeneratedRegex(@"\(\d+ B\)")]
    private static partial Regex Size();

    [GeneratedRegex("\u001b\\[[0-9]*[mK]")]
    private static partial Regex Style();
}
