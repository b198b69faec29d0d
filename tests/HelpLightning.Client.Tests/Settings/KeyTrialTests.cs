using HelpLightning.PartnerKeys;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;

namespace HelpLightning.Client.Tests;

/// <summary>A key file and the public half that Help Lightning holds are changed one after the other, in either order.</summary>
public sealed class KeyTrialTests : IDisposable
{
    private const int KeyAlarm = 5;
    private const int KeyAlarmEnded = 11;

    private readonly string _folder = Directory.CreateTempSubdirectory("hl-keys-").FullName;
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private readonly LogRecorder _log = new();
    private PartnerKey _accepted = TestClient.Key;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string KeyFile => Path.Combine(_folder, "key.pem");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_file_first_no_call_fails_and_the_alarm_ends_when_the_server_follows()
    {
        await using ScriptedServer server = new(Answer);
        using HelpLightningClient client = ClientOf(server);
        await CallAsync(client, server, sendings: 1);
        ReloadingClient.OtherKey.WritePemFile(KeyFile, overwrite: true);
        _clock.Advance(TimeSpan.FromSeconds(5));

        // The new key is refused, and the one before is taken at once; from then on it is used straight away.
        await CallAsync(client, server, sendings: 2);
        await CallAsync(client, server, sendings: 1);
        Assert.Equal(1, _log.Count(KeyAlarm));
        Assert.Equal(0, _log.Count(KeyAlarmEnded));

        _accepted = ReloadingClient.OtherKey;
        await CallAsync(client, server, sendings: 2);
        await CallAsync(client, server, sendings: 1);
        Assert.Equal(1, _log.Count(KeyAlarmEnded));

        // The old key is given up: it is not offered any more.
        _accepted = TestClient.Key;
        await Assert.ThrowsAsync<HelpLightningAuthenticationException>(() => client.Users.GetAsync(1, Cancellation));
        Assert.All(server.Seen()[^2..], request => Assert.Equal(ReloadingClient.OtherKey.Thumbprint, SignerOf(request)));
    }

    [Fact]
    public async Task The_server_first_the_file_is_looked_at_until_it_follows()
    {
        await using ScriptedServer server = new(Answer);
        using HelpLightningClient client = ClientOf(server);
        await CallAsync(client, server, sendings: 1);
        _accepted = ReloadingClient.OtherKey;
        await Assert.ThrowsAsync<HelpLightningAuthenticationException>(() => client.Users.GetAsync(1, Cancellation));
        ReloadingClient.OtherKey.WritePemFile(KeyFile, overwrite: true);
        await CallAsync(client, server, sendings: 2);
        await CallAsync(client, server, sendings: 1);
    }

    [Fact]
    public async Task The_key_that_is_to_come_lies_beside_and_is_taken_with_the_call_that_is_refused()
    {
        await using ScriptedServer server = new(Answer);
        using HelpLightningClient client = ClientOf(server);
        ReloadingClient.OtherKey.WritePemFile(KeyFile + ".next");
        for (int i = 0; i < 3; i++)
        {
            // Not before the server wants it.
            _clock.Advance(TimeSpan.FromSeconds(5));
            await CallAsync(client, server, sendings: 1);
        }

        _accepted = ReloadingClient.OtherKey;
        await CallAsync(client, server, sendings: 2);
        await CallAsync(client, server, sendings: 1);
        File.Move(KeyFile + ".next", KeyFile, overwrite: true);
        _clock.Advance(TimeSpan.FromSeconds(5));
        await CallAsync(client, server, sendings: 1);
        Assert.Equal(0, _log.Count(KeyAlarm));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData(null)]
    public async Task A_key_to_come_that_is_refused_or_none_at_all_leaves_the_present_one_and_no_alarm(string? content)
    {
        await using ScriptedServer server = new(Answer);
        using HelpLightningClient client = ClientOf(server);
        if (content is null)
        {
            ReloadingClient.OtherKey.WritePemFile(KeyFile + ".next");
        }
        else
        {
            await File.WriteAllTextAsync(KeyFile + ".next", content, Cancellation);
        }

        using PartnerKey strangers = PartnerKey.Create();
        _accepted = strangers;
        for (int i = 0; i < 3; i++)
        {
            await Assert.ThrowsAsync<HelpLightningAuthenticationException>(() => client.Users.GetAsync(1, Cancellation));
        }

        _accepted = TestClient.Key;
        await client.Users.GetAsync(1, Cancellation);
        await CallAsync(client, server, sendings: 1);
        Assert.Equal(0, _log.Count(KeyAlarm));
    }

    [Fact]
    public async Task Another_key_still_that_comes_during_the_trial_takes_the_place_of_the_one_that_was_refused()
    {
        using PartnerKey third = PartnerKey.Create();
        await using ScriptedServer server = new(Answer);
        using HelpLightningClient client = ClientOf(server);
        await CallAsync(client, server, sendings: 1);
        foreach (PartnerKey wrong in new[] { ReloadingClient.OtherKey, third })
        {
            wrong.WritePemFile(KeyFile, overwrite: true);
            _clock.Advance(TimeSpan.FromSeconds(5));
            await CallAsync(client, server, sendings: 2);
            await CallAsync(client, server, sendings: 1);
        }

        _accepted = third;
        await CallAsync(client, server, sendings: 2);
        await CallAsync(client, server, sendings: 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_takes_the_new_key_between_two_sendings_of_a_call_gets_a_third(bool isOfAnyHttpClient)
    {
        await using ScriptedServer server = new(request =>
        {
            Reply reply = Answer(request);
            _accepted = SignerOf(request) == ReloadingClient.OtherKey.Thumbprint ? ReloadingClient.OtherKey : _accepted;
            return reply;
        });
        using HelpLightningClient client = ClientOf(server);
        using HelpLightningCredentials credentials = HelpLightningCredentials.Create(Options(server), _log);
        using SocketsHttpHandler network = new() { AllowAutoRedirect = false };
        using HelpLightningCredentialsHandler handler = new(credentials, network);
        using HttpClient http = new(handler, disposeHandler: false) { BaseAddress = credentials.BaseAddress };
        Func<Task> call = isOfAnyHttpClient
            ? () => http.GetStringAsync(new Uri("/api/v1r1/enterprise/users/1", UriKind.Relative), Cancellation)
            : () => client.Users.GetAsync(1, Cancellation);
        await call();
        ReloadingClient.OtherKey.WritePemFile(KeyFile, overwrite: true);
        _clock.Advance(TimeSpan.FromSeconds(5));
        await call();
        Assert.Equal(
            [TestClient.Key.Thumbprint, ReloadingClient.OtherKey.Thumbprint, TestClient.Key.Thumbprint, ReloadingClient.OtherKey.Thumbprint],
            server.Seen().Select(SignerOf));
    }

    [Fact]
    public async Task Any_HttpClient_with_credentials_lives_through_it_too()
    {
        await using ScriptedServer server = new(Answer);
        TestClient.Key.WritePemFile(KeyFile);
        using HelpLightningCredentials credentials = HelpLightningCredentials.Create(Options(server), _log);
        using SocketsHttpHandler network = new() { AllowAutoRedirect = false };
        using HelpLightningCredentialsHandler handler = new(credentials, network);
        using HttpClient http = new(handler, disposeHandler: false) { BaseAddress = credentials.BaseAddress };
        foreach ((PartnerKey inFile, PartnerKey accepted) in new[]
        {
            (TestClient.Key, TestClient.Key), (ReloadingClient.OtherKey, TestClient.Key), (ReloadingClient.OtherKey, ReloadingClient.OtherKey),
        })
        {
            inFile.WritePemFile(KeyFile, overwrite: true);
            _accepted = accepted;
            _clock.Advance(TimeSpan.FromSeconds(5));
            for (int i = 0; i < 3; i++)
            {
                using HttpResponseMessage response = await http.GetAsync(new Uri("/api/v1r1/enterprise/users/1", UriKind.Relative), Cancellation);
                Assert.True(response.IsSuccessStatusCode);
            }
        }

        Assert.Equal(1, _log.Count(KeyAlarmEnded));
    }

    [Fact]
    public async Task A_persons_token_that_was_got_with_the_old_key_is_got_anew()
    {
        await using ScriptedServer server = new(request => request.Target == "/api/v1r1/user"
            ? Reply.Json("""{"id":1}""")
            : Reply.Json($$"""{"id":1,"token":"{{Jwt.Until(_clock.GetUtcNow().AddDays(30))}}"}"""));
        using HelpLightningClient client = ClientOf(server);
        UserClient person = client.AsUser(1);
        await person.Me.GetAsync(Cancellation);
        await person.Me.GetAsync(Cancellation);
        Assert.Equal(1, TokensAsked(server));
        ReloadingClient.OtherKey.WritePemFile(KeyFile, overwrite: true);
        _clock.Advance(TimeSpan.FromSeconds(5));
        await person.Me.GetAsync(Cancellation);
        await person.Me.GetAsync(Cancellation);
        Assert.Equal(2, TokensAsked(server));
    }

    [Fact]
    public async Task The_health_check_tells_of_a_key_that_cannot_be_used()
    {
        await using ScriptedServer server = new(request =>
            VerifierOf(_accepted).Verify(request.Headers("Authorization")[0]).IsValid ? Reply.Json(TestClient.Page(1, 1, 1)) : Reply.Json("{}", 401));
        TestClient.Key.WritePemFile(KeyFile);
        ServiceCollection services = new();
        services.AddLogging();
        services.AddHelpLightning(options =>
        {
            HelpLightningOptions right = Options(server);
            (options.ApiKey, options.SiteId, options.PartnerKeyFile, options.BaseAddress, options.TimeProvider) =
                (right.ApiKey, right.SiteId, right.PartnerKeyFile, right.BaseAddress, _clock);
        });
        services.AddHealthChecks().AddHelpLightning();
        await using ServiceProvider provider = services.BuildServiceProvider();
        Assert.Equal((HealthStatus.Healthy, false), await CheckAsync(provider));

        await File.WriteAllTextAsync(KeyFile, "nonsense", Cancellation);
        await CheckAsync(provider);
        Assert.Equal((HealthStatus.Degraded, true), await CheckAsync(provider));
        File.Delete(KeyFile);
        Assert.Equal((HealthStatus.Degraded, true), await CheckAsync(provider));
        TestClient.Key.WritePemFile(KeyFile);
        Assert.Equal((HealthStatus.Healthy, false), await CheckAsync(provider));

        ReloadingClient.OtherKey.WritePemFile(KeyFile, overwrite: true);
        Assert.Equal((HealthStatus.Degraded, true), await CheckAsync(provider));
        _accepted = ReloadingClient.OtherKey;
        Assert.Equal((HealthStatus.Healthy, false), await CheckAsync(provider));
    }

    private static int TokensAsked(ScriptedServer server) =>
        server.Seen().Count(request => request.Target != "/api/v1r1/user");

    /// <returns>Whether the key file is named, beside the status.</returns>
    private async Task<(HealthStatus Status, bool NamesFile)> CheckAsync(ServiceProvider provider)
    {
        _clock.Advance(TimeSpan.FromSeconds(5));
        HealthReport report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancellation);
        return (report.Status, report.Entries.Single().Value.Description!.Contains(KeyFile, StringComparison.Ordinal));
    }

    private Reply Answer(WireRequest request) =>
        VerifierOf(_accepted).Verify(request.Headers("Authorization")[0]).IsValid ? Reply.Json("""{"id":1}""") : Reply.Json("""{"code":1042}""", 401);

    private static string SignerOf(WireRequest request) =>
        new[] { TestClient.Key, ReloadingClient.OtherKey }
            .Single(key => new PartnerTokenVerifier(
                new SiteId(54344), [key.PublicKey], new PartnerTokenVerifierOptions { ExpiryTolerance = TimeSpan.FromHours(1) })
                .Verify(request.Headers("Authorization")[0]).IsValid)
            .Thumbprint;

    private HelpLightningClient ClientOf(ScriptedServer server)
    {
        TestClient.Key.WritePemFile(KeyFile);
        return HelpLightningClient.Create(Options(server), _log);
    }

    private HelpLightningOptions Options(ScriptedServer server)
    {
        HelpLightningOptions options = TestClient.Options(server.Address);
        (options.PartnerKey, options.PartnerKeyFile, options.TimeProvider) = (null, KeyFile, _clock);
        return options;
    }

    private PartnerTokenVerifier VerifierOf(PartnerKey key) =>
        new(new SiteId(54344), [key.PublicKey], new PartnerTokenVerifierOptions { TimeProvider = _clock, ExpiryTolerance = TimeSpan.FromHours(1) });

    private static async Task CallAsync(HelpLightningClient client, ScriptedServer server, int sendings)
    {
        int before = server.Seen().Length;
        Assert.Equal(1, (await client.Users.GetAsync(1, Cancellation)).Id);
        Assert.Equal(sendings, server.Seen().Length - before);
    }
}
