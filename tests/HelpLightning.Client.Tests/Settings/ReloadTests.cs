using HelpLightning.PartnerKeys;
using Microsoft.Extensions.Logging;

namespace HelpLightning.Client.Tests;

/// <summary>Settings that change while the application runs, with calls on their way.</summary>
public sealed class ReloadTests
{
    private const int SettingsChanged = 6;
    private const int SettingsUnusable = 7;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_API_key_address_and_key_file_are_used_from_the_next_call_on_and_calls_on_their_way_end_well()
    {
        TaskCompletionSource gate = new();
        await using ScriptedServer old = new(async _ =>
        {
            await gate.Task;
            return Reply.Json("""{"id":1}""");
        });
        await using ScriptedServer fresh = new(Reply.Json("""{"id":2}"""));
        await using ReloadingClient reloading = new(old.Address);
        Task<User>[] calls = [.. Enumerable.Range(0, 20).Select(_ => reloading.Client.Users.GetAsync(1, Cancellation))];
        await Eventually.HoldsAsync(() => old.Seen().Length == 20, "not all calls are on their way");

        reloading.Change(("ApiKey", "another-api-key"), ("BaseAddress", fresh.Address), ("PartnerKeyFile", reloading.WriteKey("second.pem", ReloadingClient.OtherKey)));
        Assert.Equal(1, reloading.Log.Count(SettingsChanged));
        Assert.Equal(2, (await reloading.Client.Users.GetAsync(1, Cancellation)).Id);
        gate.SetResult();
        Assert.All(await Task.WhenAll(calls), user => Assert.Equal(1, user.Id));

        Assert.Equal(20, old.Seen().Length);
        WireRequest request = Assert.Single(fresh.Seen());
        Assert.Equal("another-api-key", Assert.Single(request.Headers("x-helplightning-api-key")));
        Assert.True(ReloadingClient.OtherVerifier.Verify(Assert.Single(request.Headers("Authorization"))).IsValid);
    }

    [Fact]
    public async Task Calls_that_wait_for_their_turn_when_the_key_is_replaced_get_it()
    {
        await using ScriptedServer server = new(Reply.Json("""{"id":1}"""));
        await using ReloadingClient reloading = new(server.Address, settings: ("RequestsPerSecond", "0.001"));
        string second = reloading.WriteKey("second.pem", ReloadingClient.OtherKey);

        // The first gets its turn at once; the others' is a quarter of an hour away, so they wait until the limit is lifted.
        Task<User>[] calls = [.. Enumerable.Range(0, 3).Select(_ => reloading.Client.Users.GetAsync(1, Cancellation))];
        await Eventually.HoldsAsync(() => server.Seen().Length > 0, "nothing was sent");
        reloading.Change(("RequestsPerSecond", "0"), ("PartnerKeyFile", second));
        Assert.All(await Task.WhenAll(calls), user => Assert.Equal(1, user.Id));
        WireRequest[] requests = server.Seen();
        Assert.Equal(3, requests.Length);
        Assert.True(TestClient.Verifier.Verify(Assert.Single(requests[0].Headers("Authorization"))).IsValid);
        Assert.All(requests[1..], request => Assert.True(ReloadingClient.OtherVerifier.Verify(Assert.Single(request.Headers("Authorization"))).IsValid));
    }

    [Fact]
    public async Task The_key_of_the_settings_from_before_stays_at_hand_until_the_new_one_was_accepted()
    {
        PartnerTokenVerifier accepts = TestClient.Verifier;
        await using ScriptedServer server = new(request =>
            accepts.Verify(Assert.Single(request.Headers("Authorization"))).IsValid ? Reply.Json("""{"id":1}""") : Reply.Json("{}", 401));
        await using ReloadingClient reloading = new(server.Address);
        await reloading.Client.Users.GetAsync(1, Cancellation);
        reloading.Change(("PartnerKeyFile", reloading.WriteKey("second.pem", ReloadingClient.OtherKey)));
        foreach (int sendings in new[] { 2, 1 })
        {
            int before = server.Seen().Length;
            await reloading.Client.Users.GetAsync(1, Cancellation);
            Assert.Equal(sendings, server.Seen().Length - before);
        }

        accepts = ReloadingClient.OtherVerifier;
        await reloading.Client.Users.GetAsync(1, Cancellation);
        accepts = TestClient.Verifier;
        await Assert.ThrowsAsync<HelpLightningAuthenticationException>(() => reloading.Client.Users.GetAsync(1, Cancellation));
    }

    [Fact]
    public async Task The_key_of_another_site_is_not_kept()
    {
        await using ScriptedServer server = new(request =>
            TestClient.Verifier.Verify(Assert.Single(request.Headers("Authorization"))).IsValid ? Reply.Json("""{"id":1}""") : Reply.Json("{}", 401));
        await using ReloadingClient reloading = new(server.Address);
        await reloading.Client.Users.GetAsync(1, Cancellation);
        reloading.Change(("SiteId", "55344"), ("PartnerKeyFile", reloading.WriteKey("second.pem", ReloadingClient.OtherKey)));
        await Assert.ThrowsAsync<HelpLightningAuthenticationException>(() => reloading.Client.Users.GetAsync(1, Cancellation));
        PartnerTokenVerifier ofOtherSite = new(
            new SiteId(55344), [ReloadingClient.OtherKey.PublicKey], new PartnerTokenVerifierOptions { ExpiryTolerance = TimeSpan.FromHours(1) });
        Assert.All(server.Seen()[1..], request => Assert.True(ofOtherSite.Verify(Assert.Single(request.Headers("Authorization"))).IsValid));
    }

    [Fact]
    public async Task No_call_fails_while_settings_change_again_and_again()
    {
        await using ScriptedServer server = new(Reply.Kept("""{"id":1}"""));
        await using ReloadingClient reloading = new(server.Address, settings: ("RequestsPerSecond", "5000"));
        string[] files = [reloading.WriteKey("a.pem", TestClient.Key), reloading.WriteKey("b.pem", ReloadingClient.OtherKey)];
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        int done = 0;
        Task[] callers = [.. Enumerable.Range(0, 8).Select(_ => Task.Run(
            async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    Assert.Equal(1, (await reloading.Client.Users.GetAsync(1, Cancellation)).Id);
                    Interlocked.Increment(ref done);
                }
            },
            Cancellation))];
        for (int i = 0; i < 30; i++)
        {
            int before = Volatile.Read(ref done);
            reloading.Change(("PartnerKeyFile", files[i % 2]), ("ApiKey", $"key-{i}"));
            await Eventually.HoldsAsync(() => Volatile.Read(ref done) > before || callers.Any(caller => caller.IsCompleted), "no call ended");
        }

        await stop.CancelAsync();
        await Task.WhenAll(callers);
        Assert.Equal(30, reloading.Log.Count(SettingsChanged));
        await reloading.Client.Users.GetAsync(1, Cancellation);
        Assert.Equal("key-29", Assert.Single(server.Seen()[^1].Headers("x-helplightning-api-key")));
    }

    [Theory]
    [InlineData("SiteId", "54x", "HelpLightning:SiteId")]
    [InlineData("SiteId", "-4", "HelpLightning:SiteId")]
    [InlineData("ApiKey", "", "HelpLightning:ApiKey")]
    [InlineData("BaseAddress", "http://api.helplightning.net", "HelpLightning:BaseAddress")]
    [InlineData("PartnerKeyFile", "/nowhere/key.pem", "/nowhere/key.pem")]
    [InlineData("MaxRetries", "99", "HelpLightning:MaxRetries")]
    public async Task Wrong_new_settings_change_nothing_but_the_log(string name, string value, string says)
    {
        await using ScriptedServer server = new(Reply.Json("""{"id":1}"""));
        await using ReloadingClient reloading = new(server.Address);
        reloading.Change((name, value));
        (int _, LogLevel level, string text) = Assert.Single(reloading.Log.Lines, line => line.Id is SettingsUnusable or SettingsChanged);
        Assert.Equal(LogLevel.Error, level);
        Assert.Contains(says, text, StringComparison.Ordinal);
        Assert.Equal(1, (await reloading.Client.Users.GetAsync(1, Cancellation)).Id);
        Assert.True(TestClient.Verifier.Verify(Assert.Single(server.Seen()[^1].Headers("Authorization"))).IsValid);
    }

    [Fact]
    public async Task Right_settings_after_wrong_ones_are_taken()
    {
        await using ScriptedServer server = new(Reply.Json("""{"id":1}"""));
        await using ReloadingClient reloading = new(server.Address);
        reloading.Change(("SiteId", "x"));
        reloading.Change(("SiteId", "54344"), ("ApiKey", "another-api-key"));
        await reloading.Client.Users.GetAsync(1, Cancellation);
        Assert.Equal("another-api-key", Assert.Single(server.Seen()[^1].Headers("x-helplightning-api-key")));
    }

    [Fact]
    public async Task A_token_got_from_one_address_does_not_go_to_another()
    {
        await using ScriptedServer old = new(Issue);
        await using ScriptedServer fresh = new(Issue);
        await using ReloadingClient reloading = new(old.Address);
        UserClient user = reloading.Client.AsUser(1);
        EnterpriseClient workspace = reloading.Client.AsWorkspace(5);
        await user.Me.GetAsync(Cancellation);
        await workspace.Users.GetAsync(1, Cancellation);
        int before = old.Seen().Length;
        reloading.Change(("BaseAddress", fresh.Address));
        await user.Me.GetAsync(Cancellation);
        await workspace.Users.GetAsync(1, Cancellation);
        Assert.Equal(before, old.Seen().Length);
        Assert.Equal(4, fresh.Seen().Length);
        Assert.Empty(Issued(old).Intersect(Issued(fresh)));
        Assert.Equal(2, Issued(fresh).Length);
    }

    [Fact]
    public async Task What_a_person_brought_for_one_address_does_not_go_to_another()
    {
        await using ScriptedServer old = new(Issue);
        await using ScriptedServer fresh = new(Issue);
        await using ReloadingClient reloading = new(old.Address);
        AccessToken token = new(Jwt.Until(TimeProvider.System.GetUtcNow().AddHours(1)));
        AccessToken expired = new(Jwt.Until(TimeProvider.System.GetUtcNow().AddHours(-1)));
        UserClient[] people =
        [
            reloading.Client.AsUser(token), reloading.Client.AsUser(new UserTokens(token, "refresh-1")), reloading.Client.AsUser(new UserTokens(expired, "refresh-1")),
            reloading.Client.AsUserWithPersonalAccessToken("pat-1"),
        ];
        EnterpriseClient enterprise = reloading.Client.AsEnterprise(token);
        reloading.Change(("BaseAddress", fresh.Address));
        foreach (UserClient person in people)
        {
            HelpLightningOriginException e = await Assert.ThrowsAsync<HelpLightningOriginException>(() => person.Me.GetAsync(Cancellation));
            Assert.Contains(old.Address, e.Message, StringComparison.Ordinal);
            Assert.Equal(0, e.Attempts);
        }

        await Assert.ThrowsAsync<HelpLightningOriginException>(() => enterprise.Users.GetAsync(1, Cancellation));
        Assert.Empty(fresh.Seen());
        Assert.Empty(old.Seen());
    }

    [Fact]
    public async Task Options_given_in_code_are_copied()
    {
        await using ScriptedServer server = new(Reply.Json("""{"id":1}"""));
        HelpLightningOptions options = TestClient.Options(server.Address);
        using HelpLightningClient client = HelpLightningClient.Create(options);
        (options.AttemptTimeout, options.Timeout, options.ApiKey) = (TimeSpan.FromTicks(1), TimeSpan.FromTicks(1), "changed");
        Assert.Equal(1, (await client.Users.GetAsync(1, Cancellation)).Id);
    }

    /// <summary>The tokens that came with the requests, without those that were signed here.</summary>
    private static string[] Issued(ScriptedServer server) => [.. server.Seen()
        .Select(request => Assert.Single(request.Headers("Authorization")))
        .Where(token => token.StartsWith(Jwt.Until(default).Split('.')[0], StringComparison.Ordinal))];

    private static Reply Issue(WireRequest request) =>
        Reply.Json($$"""{"id":1,"token":"{{Jwt.Until(TimeProvider.System.GetUtcNow().AddDays(30))}}"}""");
}
