using HelpLightning.PartnerKeys;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace HelpLightning.Client.Tests;

/// <summary>A key file that is replaced under a running client.</summary>
public sealed class KeyFileTests : IDisposable
{
    private const int KeyReplaced = 4;
    private const int KeyAlarm = 5;
    private const int KeyAlarmEnded = 11;

    private readonly string _folder = Directory.CreateTempSubdirectory("hl-keys-").FullName;
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private readonly LogRecorder _log = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_file_replaced_in_place_is_taken_at_the_next_look()
    {
        string file = Path.Combine(_folder, "key.pem");
        TestClient.Key.WritePemFile(file);
        await using ScriptedServer server = new(Reply.Json("""{"id":1}"""));
        using HelpLightningClient client = ClientOf(server, file);
        await SignsWithAsync(client, server, TestClient.Key);
        ReloadingClient.OtherKey.WritePemFile(file, overwrite: true);
        await SignsWithAsync(client, server, TestClient.Key);
        _clock.Advance(TimeSpan.FromSeconds(5));
        await SignsWithAsync(client, server, ReloadingClient.OtherKey);
        Assert.Equal(1, _log.Count(KeyReplaced));
    }

    [Fact]
    public async Task A_file_behind_links_that_are_swapped_as_Kubernetes_does_is_taken_too()
    {
        foreach ((string version, PartnerKey key) in new[] { ("..v1", TestClient.Key), ("..v2", ReloadingClient.OtherKey) })
        {
            Directory.CreateDirectory(Path.Combine(_folder, version));
            key.WritePemFile(Path.Combine(_folder, version, "key.pem"));
        }

        string data = Path.Combine(_folder, "..data");
        Directory.CreateSymbolicLink(data, "..v1");
        string file = Path.Combine(_folder, "key.pem");
        File.CreateSymbolicLink(file, Path.Combine("..data", "key.pem"));
        await using ScriptedServer server = new(Reply.Json("""{"id":1}"""));
        using HelpLightningClient client = ClientOf(server, file);
        await SignsWithAsync(client, server, TestClient.Key);

        Directory.Delete(data);
        Directory.CreateSymbolicLink(data, "..v2");
        File.SetLastWriteTimeUtc(Path.Combine(_folder, "..v2", "key.pem"), File.GetLastWriteTimeUtc(Path.Combine(_folder, "..v1", "key.pem")));
        _clock.Advance(TimeSpan.FromSeconds(5));
        await SignsWithAsync(client, server, ReloadingClient.OtherKey);
    }

    [Fact]
    public async Task Half_a_file_keeps_the_old_key_and_the_whole_of_it_is_taken_later()
    {
        string file = Path.Combine(_folder, "key.pem");
        string whole = Path.Combine(_folder, "whole.pem");
        TestClient.Key.WritePemFile(file);
        ReloadingClient.OtherKey.WritePemFile(whole);
        string text = await File.ReadAllTextAsync(whole, Cancellation);
        await using ScriptedServer server = new(Reply.Json("""{"id":1}"""));
        using HelpLightningClient client = ClientOf(server, file);
        foreach (string half in new[] { "", text[..(text.Length / 2)], "hello" })
        {
            await File.WriteAllTextAsync(file, half, Cancellation);
            _clock.Advance(TimeSpan.FromSeconds(5));
            await SignsWithAsync(client, server, TestClient.Key);
        }

        // The first look may have met a file that is just being written; after that it counts as wrong.
        Assert.Equal(2, _log.Count(KeyAlarm));
        Assert.All(_log.Lines.Where(line => line.Id == KeyAlarm), line => Assert.Equal(LogLevel.Error, line.Level));
        Assert.DoesNotContain(text[100..160], string.Concat(_log.Lines.Select(line => line.Text)), StringComparison.Ordinal);
        File.Delete(file);
        _clock.Advance(TimeSpan.FromSeconds(5));
        await SignsWithAsync(client, server, TestClient.Key);
        await File.WriteAllTextAsync(file, text, Cancellation);
        _clock.Advance(TimeSpan.FromSeconds(5));
        await SignsWithAsync(client, server, ReloadingClient.OtherKey);
        Assert.Equal(1, _log.Count(KeyAlarmEnded));
    }

    [Fact]
    public async Task A_refusal_looks_at_the_file_at_once()
    {
        string file = Path.Combine(_folder, "key.pem");
        TestClient.Key.WritePemFile(file);
        PartnerTokenVerifier verifier = VerifierOf(ReloadingClient.OtherKey);
        await using ScriptedServer server = new(request => verifier.Verify(request.Headers("Authorization")[0]).IsValid
            ? Reply.Json("""{"id":1}""")
            : Reply.Json("""{"code":1042}""", 401));
        using HelpLightningClient client = ClientOf(server, file);
        ReloadingClient.OtherKey.WritePemFile(file, overwrite: true);
        Assert.Equal(1, (await client.Users.GetAsync(1, Cancellation)).Id);
        Assert.Equal(2, server.Seen().Length);
    }

    [Fact]
    public async Task A_refusal_waits_a_moment_for_a_file_that_is_being_written()
    {
        string file = Path.Combine(_folder, "key.pem");
        string whole = Path.Combine(_folder, "whole.pem");
        TestClient.Key.WritePemFile(file);
        ReloadingClient.OtherKey.WritePemFile(whole);
        string text = await File.ReadAllTextAsync(whole, Cancellation);
        PartnerTokenVerifier verifier = VerifierOf(ReloadingClient.OtherKey);
        await using ScriptedServer server = new(request =>
        {
            bool isNew = verifier.Verify(request.Headers("Authorization")[0]).IsValid;
            return Reply.Json("""{"id":1}""", isNew ? 200 : 401);
        });
        using HelpLightningClient client = ClientOf(server, file);
        await File.WriteAllTextAsync(file, text[..(text.Length / 2)], Cancellation);

        // Its writer goes on when the client has seen half of it.
        Task<User> call = client.Users.GetAsync(1, Cancellation);
        await Eventually.HoldsAsync(() => server.Seen().Length == 1);
        await Task.Delay(TimeSpan.FromMilliseconds(50), Cancellation);
        await File.WriteAllTextAsync(file, text, Cancellation);
        Assert.Equal(1, (await call).Id);
        Assert.Equal(2, server.Seen().Length);
    }

    [Fact]
    public async Task Many_requests_that_are_refused_at_once_read_the_new_file_once_and_all_end_well()
    {
        const int Calls = 64;
        string file = Path.Combine(_folder, "key.pem");
        TestClient.Key.WritePemFile(file);
        PartnerTokenVerifier verifier = VerifierOf(ReloadingClient.OtherKey);
        TaskCompletionSource all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using ScriptedServer server = new(async request =>
        {
            if (request.Number == Calls - 1)
            {
                all.SetResult();
            }

            await all.Task;
            return verifier.Verify(request.Headers("Authorization")[0]).IsValid ? Reply.Json("""{"id":1}""") : Reply.Json("""{"code":1042}""", 401);
        });
        using HelpLightningClient client = ClientOf(server, file);
        ReloadingClient.OtherKey.WritePemFile(file, overwrite: true);
        User[] users = await Task.WhenAll(Enumerable.Range(0, Calls).Select(_ => client.Users.GetAsync(1, Cancellation)));
        Assert.All(users, user => Assert.Equal(1, user.Id));
        Assert.Equal(1, _log.Count(KeyReplaced));
        Assert.Equal(2 * Calls, server.Seen().Length);
    }

    private HelpLightningClient ClientOf(ScriptedServer server, string file)
    {
        HelpLightningOptions options = TestClient.Options(server.Address);
        (options.PartnerKey, options.PartnerKeyFile, options.TimeProvider) = (null, file, _clock);
        return HelpLightningClient.Create(options, _log);
    }

    private PartnerTokenVerifier VerifierOf(PartnerKey key) =>
        new(new SiteId(54344), [key.PublicKey], new PartnerTokenVerifierOptions { TimeProvider = _clock });

    private async Task SignsWithAsync(HelpLightningClient client, ScriptedServer server, PartnerKey key)
    {
        await client.Users.GetAsync(1, Cancellation);
        Assert.True(VerifierOf(key).Verify(Assert.Single(server.Seen()[^1].Headers("Authorization"))).IsValid);
    }
}
