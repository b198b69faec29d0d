using System.Text.Json;

namespace HelpLightning.Sandbox.Tests.Operations;

/// <summary>Reset and scenarios: what they bring, what they keep, and that they do it wholly or not at all.</summary>
public sealed class ScenarioTests : IAsyncLifetime
{
    private const string Users = "/api/v1r1/enterprise/users";
    private readonly SandboxFixture _fixture = new();
    private ControlClient _control = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _fixture.InitializeAsync();
        _control = new ControlClient(_fixture.Sandbox);
    }

    public ValueTask DisposeAsync()
    {
        _control.Dispose();
        return _fixture.DisposeAsync();
    }

    [Fact]
    public async Task A_reset_brings_the_seed_back_and_keeps_the_keys()
    {
        string before = (await _fixture.GetAsync(Users + "?page_size=100")).Body;
        await using Receiver receiver = new();
        _fixture.Sandbox.Webhooks.Add(new SandboxWebhook { PayloadUrl = receiver.Url });
        _fixture.Sandbox.Calls.Start("1", "2");
        await _fixture.Sandbox.Webhooks.WhenIdleAsync(Cancellation);
        await _fixture.Sandbox.LoadScenarioAsync("""{"users": [{"name": "New One", "email": "new@example.com"}]}""", Cancellation);
        _fixture.Sandbox.Faults.Add("503 next=1000");
        _fixture.Sandbox.Clock.Advance(TimeSpan.FromDays(2));

        Assert.True((await _control.PostAsync("/reset")).Json.GetProperty("reset").GetBoolean());
        Assert.Equal(before, (await _fixture.GetAsync(Users + "?page_size=100")).Body);
        Assert.Empty(_fixture.Sandbox.Webhooks.List());
        Assert.Empty(_fixture.Sandbox.Faults.List());
        Assert.Equal(_fixture.Clock.GetUtcNow(), _fixture.Sandbox.Clock.GetUtcNow());
        Assert.Equal(0, (await _control.GetAsync("/calls")).Json.GetProperty("calls").GetArrayLength());
    }

    [Fact]
    public async Task A_reset_keeps_what_the_sandbox_was_started_with()
    {
        await using Receiver receiver = new();
        await using HelpLightningSandbox sandbox = await HelpLightningSandbox.StartAsync(
            new HelpLightningSandboxOptions
            {
                Webhooks = [new SandboxWebhook { PayloadUrl = receiver.Url, Secret = "s" }],
                Faults = [SandboxFault.Parse("GET /nothing 500 next=1")],
            }, Cancellation);
        sandbox.Faults.Clear();
        await sandbox.ResetAsync(Cancellation);
        Assert.Equal("GET /nothing 500 next=1", Assert.Single(sandbox.Faults.List()).Fault.ToString());
        Assert.True(Assert.Single(sandbox.Webhooks.List()).HasSecret);
        sandbox.Calls.Start("1", "2");
        await sandbox.Webhooks.WhenIdleAsync(Cancellation);
        Assert.Equal(3, receiver.Events.Count);
    }

    [Fact]
    public async Task A_scenario_makes_the_people_groups_calls_faults_and_the_clock_that_it_names()
    {
        await using Receiver receiver = new();
        string scenario = $$"""
            {
              "description": "A morning",
              "start_from": "empty",
              "clock": {"now": "2026-03-01T08:00:00Z", "frozen": true},
              "workspaces": [{"id": 70000, "name": "North"}],
              "users": [
                {"id": 7, "name": "Ann Field", "email": "ann@example.com", "title": "Technician", "role": "EnterpriseAdmin"},
                {"name": "Bo Bench", "email": "bo@example.com", "license": "team", "active": false},
                {"name": "Bo North", "email": "bo@example.com", "workspace": 70000},
                {"name": "Cy", "email": "cy@example.com", "workspace": 70000}
              ],
              "groups": [{"name": "Experts", "on_call": true, "members": ["bo@example.com"], "admins": [7]}],
              "calls": [
                {"dialer": 7, "receiver": "bo@example.com", "started_at": "2026-02-28T10:00:00Z", "duration": "5m",
                 "tags": ["spare-part"], "captures": 2, "recordings": 1, "comments": "Valve", "call_id": "call_first"},
                {"dialer": "cy@example.com", "receiver": "bo@example.com", "workspace": 70000, "started_at": "2026-02-27T10:00:00Z",
                "duration": 30, "missed": true},
                {"dialer": 7, "receiver": "bo@example.com", "participants": ["cy@example.com"], "captures": 1}
              ],
              "faults": ["GET /nothing 503 next=1"],
              "webhooks": [{"url": "{{receiver.Url}}", "secret": "s"}]
            }
            """;
        Assert.True((await _control.PostAsync("/scenario", scenario)).Json.GetProperty("loaded").GetBoolean());
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero), _fixture.Sandbox.Clock.GetUtcNow());
        Assert.Equal("GET /nothing 503 next=1", Assert.Single(_fixture.Sandbox.Faults.List()).Fault.ToString());

        string token = new PartnerKeys.PartnerTokenSigner(
            SandboxFixture.Key, _fixture.Sandbox.SiteId,
            new PartnerKeys.PartnerTokenSignerOptions { TimeProvider = _fixture.Sandbox.Clock }).Sign().Reveal();
        JsonElement users = (await _fixture.SendAsync(
            HttpMethod.Get, Users, ("x-helplightning-api-key", _fixture.Sandbox.ApiKey), ("Authorization", token))).Json;
        Assert.Equal(
            ["Ann Field", "Bo Bench"], users.GetProperty("entries").EnumerateArray().Select(u => u.GetProperty("name").GetString()));
        Assert.Equal(
            ["EnterpriseAdmin", "User"], users.GetProperty("entries").EnumerateArray().Select(u => u.GetProperty("role_name").GetString()));
        Assert.Equal("2026-03-01T08:00:00.000000Z", users.GetProperty("entries")[0].GetProperty("created_at").GetString());

        // The calls that are over are history; the one that runs tells of itself.
        await _fixture.Sandbox.Webhooks.WhenIdleAsync(Cancellation);
        Assert.Equal(
            ["started", "participant_joined", "participant_joined", "participant_joined", "attachment_created"],
            receiver.Events.Select(e => JsonDocument.Parse(e.Body).RootElement.GetProperty("category").GetString()));
        JsonElement running = (await _control.GetAsync("/calls")).Json.GetProperty("calls")[0];
        Assert.Equal(
            ["Ann Field", "Bo Bench", "Cy"],
            running.GetProperty("participants").EnumerateArray().Select(p => p.GetProperty("name").GetString()));
    }

    [Theory]
    [InlineData("""{"user": []}""", "'user' is unknown. Known here: start_from, clock, workspaces, users")]
    [InlineData("""{"start_from": "full"}""", "'start_from' wants one of current, empty, small, large")]
    [InlineData("""{"users": {}}""", "'users' wants a list")]
    [InlineData("""{"users": [1]}""", "'users[0]' wants a JSON object")]
    [InlineData("""{"users": [{"name": "A", "email": "a"}]}""", "'users[0].email' is not an e-mail address")]
    [InlineData("""{"users": [{"name": "A", "email": "ann@example.com"}]}""", "'users[0].email' 'ann@example.com' exists already")]
    [InlineData("""{"users": [{"id": 24, "name": "A", "email": "a@example.com"}]}""", "'users[0].id' 24 exists already")]
    [InlineData("""{"users": [{"name": "A", "email": "a@example.com", "workspace": 5}]}""", "'users[0].workspace' 5 does not exist")]
    [InlineData("""{"users": [{"name": "A", "email": "a@example.com", "nick": "x"}]}""", "'users[0].nick' is unknown")]
    [InlineData(
        """{"groups": [{"name": "G", "members": ["ann@example.com", "no@example.com"]}]}""",
        "'groups[0].members[1]' 'no@example.com' is nobody here")]
    [InlineData(
        """{"calls": [{"dialer": 1, "receiver": 2}, {"dialer": 1, "receiver": 4711}]}""", "'calls[1].receiver' '4711' is nobody here")]
    [InlineData("""{"calls": [{"dialer": 1, "receiver": 1}]}""", "'calls[0].receiver' is the dialer")]
    [InlineData("""{"calls": [{"dialer": 1, "receiver": 2, "duration": "5m"}]}""", "'calls[0]' wants both 'started_at' and 'duration'")]
    [InlineData("""{"calls": [{"dialer": 1, "receiver": 2, "missed": true}]}""", "'calls[0]' is a call that runs")]
    [InlineData(
        """{"calls": [{"dialer": 1, "receiver": 2, "captures": 1000}]}""", "'calls[0].captures' wants a whole number from 0 to 100")]
    [InlineData("""{"faults": ["500", "418"]}""", "'faults[1]' is wrong")]
    [InlineData("""{"webhooks": [{"url": "http://example.com"}]}""", "'webhooks[0].url'")]
    [InlineData("""{"clock": {"now": "2500-01-01T00:00:00Z"}}""", "'clock.now' is more than a hundred years")]
    [InlineData("""{"clock": {"time": "2026-01-01T00:00:00Z"}}""", "'clock.time' is unknown")]
    [InlineData("""{"start_from": "empty", "calls": [{"dialer": 1, "receiver": 2}]}""", "'calls[0].dialer' '1' is nobody here")]
    public async Task A_wrong_scenario_names_the_place_and_changes_nothing(string json, string says)
    {
        string before = (await _fixture.GetAsync(Users + "?page_size=100")).Body;
        string withMore = json.StartsWith("{\"clock", StringComparison.Ordinal) || json.StartsWith("{\"start", StringComparison.Ordinal)
            ? json
            : """{"clock": {"now": "2027-01-01T00:00:00Z"}, "workspaces": [{"id": 9, "name": "W"}], """ + json[1..];
        ControlAnswer answer = await _control.PostAsync("/scenario", withMore);
        Assert.Equal(400, answer.Status);
        Assert.Contains(says, answer.Message, StringComparison.Ordinal);
        Assert.Contains(
            says, (await Assert.ThrowsAsync<FormatException>(() => _fixture.Sandbox.LoadScenarioAsync(withMore, Cancellation))).Message,
            StringComparison.Ordinal);
        Assert.Equal(_fixture.Clock.GetUtcNow(), _fixture.Sandbox.Clock.GetUtcNow());
        Assert.Empty(_fixture.Sandbox.Faults.List());
        Assert.Empty(_fixture.Sandbox.Webhooks.List());
        Assert.Equal(before, (await _fixture.GetAsync(Users + "?page_size=100")).Body);
        Assert.Equal(0, (await _control.GetAsync("/calls")).Json.GetProperty("calls").GetArrayLength());
    }

    [Fact]
    public async Task The_scenario_of_the_documentation_loads()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "docs", "sandbox.md")))
        {
            folder = folder.Parent;
        }

        string page = await File.ReadAllTextAsync(Path.Combine(folder.FullName, "docs", "sandbox.md"), Cancellation);
        int start = page.IndexOf("```json\n{\n  \"description\"", StringComparison.Ordinal) + "```json\n".Length;
        await _fixture.Sandbox.LoadScenarioAsync(page[start..page.IndexOf("```", start, StringComparison.Ordinal)], Cancellation);
        Assert.Equal(2, (await _control.GetAsync("/calls")).Json.GetProperty("calls")[0].GetProperty("participants").GetArrayLength());
        Assert.Single(_fixture.Sandbox.Webhooks.List());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whoever_reads_during_a_reset_sees_the_old_or_the_new(bool inFile)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("hl-sandbox-");
        try
        {
            await using HelpLightningSandbox sandbox = await HelpLightningSandbox.StartAsync(
                new HelpLightningSandboxOptions
                {
                    DataFile = inFile ? Path.Combine(folder.FullName, "site.db") : null,
                    PartnerPublicKeys = [SandboxFixture.Key.PublicKey],
                }, Cancellation);
            using HttpClient http = new(sandbox.CreateHandler()) { BaseAddress = sandbox.BaseAddress };

            // A busy machine lets the readers begin late, and is not done when the usual minute of a token is over.
            string token = new PartnerKeys.PartnerTokenSigner(
                SandboxFixture.Key, sandbox.SiteId, new() { Lifetime = TimeSpan.FromHours(1) }).Sign().Reveal();
            using CancellationTokenSource enough = new();
            int reads = 0;
            Task[] readers =
            [
                .. Enumerable.Range(0, 4).Select(
                    _ => Task.Run(() => ReadAsync(http, sandbox.ApiKey, token, () => Interlocked.Increment(ref reads), enough.Token))),
            ];
            for (int i = 0; i < 10 || (Volatile.Read(ref reads) <= 10 && !readers.Any(reader => reader.IsCompleted)); i++)
            {
                await sandbox.ResetAsync(Cancellation);
                sandbox.Calls.Start("1", "2");
            }

            await enough.CancelAsync();
            await Task.WhenAll(readers);
            Assert.True(reads > 10);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task ReadAsync(HttpClient http, string apiKey, string token, Action hasRead, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            using HttpRequestMessage request = new(HttpMethod.Get, new Uri(Users + "?page_size=100&order=name", UriKind.Relative));
            request.Headers.Add("x-helplightning-api-key", apiKey);
            request.Headers.Authorization = new(token);
            using HttpResponseMessage response = await http.SendAsync(request, Cancellation);
            string body = await response.Content.ReadAsStringAsync(Cancellation);
            Assert.Contains("\"total_entries\":40", body, StringComparison.Ordinal);
            hasRead();
        }
    }

    [Fact]
    public async Task A_reset_of_a_data_file_survives_a_restart()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("hl-sandbox-");
        try
        {
            HelpLightningSandboxOptions options = new()
            {
                DataFile = Path.Combine(folder.FullName, "site.db"),
                PartnerPublicKeys = [SandboxFixture.Key.PublicKey],
                ApiKey = "k",
            };
            await using (HelpLightningSandbox sandbox = await HelpLightningSandbox.StartAsync(options, Cancellation))
            {
                await sandbox.LoadScenarioAsync(
                    """{"start_from": "empty", "users": [{"name": "Only One", "email": "one@example.com"}]}""", Cancellation);
            }

            await using (HelpLightningSandbox sandbox = await HelpLightningSandbox.StartAsync(options, Cancellation))
            {
                using HttpClient http = new(sandbox.CreateHandler()) { BaseAddress = sandbox.BaseAddress };
                using HttpRequestMessage request = new(HttpMethod.Get, new Uri(Users, UriKind.Relative));
                request.Headers.Add("x-helplightning-api-key", "k");
                request.Headers.Authorization = new(new PartnerKeys.PartnerTokenSigner(SandboxFixture.Key, sandbox.SiteId).Sign().Reveal());
                using HttpResponseMessage response = await http.SendAsync(request, Cancellation);
                string body = await response.Content.ReadAsStringAsync(Cancellation);
                Assert.Equal("Only One", JsonDocument.Parse(body).RootElement.GetProperty("entries")[0].GetProperty("name").GetString());
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
