using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox;

namespace HelpLightning.Client.Tests.Load;

/// <summary>
/// The key is rotated again and again while callers call, at a sandbox that takes one key alone. A few times each way in seconds;
/// <c>HL_KEY_ROTATIONS=200</c> for the long run.
/// </summary>
public sealed partial class KeyRotationLoadTests : IAsyncLifetime
{
    private const string ApiKey = "rotation-api-key";
    private const int Callers = 4;
    private const int KeyAlarm = 5;
    private const int KeyAlarmEnded = 11;

    private static readonly int? LongRun =
        int.TryParse(Environment.GetEnvironmentVariable("HL_KEY_ROTATIONS"), CultureInfo.InvariantCulture, out int number) ? number : null;

    private static readonly int Rotations = LongRun ?? 5;

    /// <summary>Between two calls of a caller, who in the short run leaves the processor to other tests.</summary>
    private static readonly TimeSpan Pause = LongRun is null ? TimeSpan.FromMilliseconds(5) : TimeSpan.Zero;

    private readonly string _folder = Directory.CreateTempSubdirectory("hl-rotations-").FullName;
    private readonly LogRecorder _log = new();
    private readonly ConcurrentQueue<Exception> _failures = new();
    private readonly CancellationTokenSource _end = new();
    private HelpLightningSandbox _sandbox = null!;
    private HelpLightningClient _client = null!;
    private PartnerKey _key = PartnerKey.Create();
    private long _calls;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string KeyFile => Path.Combine(_folder, "key.pem");

    public async ValueTask InitializeAsync()
    {
        _sandbox = await HelpLightningSandbox.StartAsync(new HelpLightningSandboxOptions
        {
            PartnerPublicKeys = [_key.PublicKey],
            ApiKey = ApiKey,
            SeedUsers = 40,
        });
        Directory.CreateDirectory(Path.Combine(_folder, "v0"));
        _key.WritePemFile(Path.Combine(_folder, "v0", "key.pem"));
        Directory.CreateSymbolicLink(Path.Combine(_folder, "..data"), "v0");
        File.CreateSymbolicLink(KeyFile, Path.Combine("..data", "key.pem"));
        _client = HelpLightningClient.Create(
            new HelpLightningOptions
            {
                SiteId = _sandbox.SiteId,
                ApiKey = ApiKey,
                PartnerKeyFile = KeyFile,
                BaseAddress = _sandbox.BaseAddress,
                TimeProvider = new HurriedClock(),
                MaxRetries = 0,
            },
            _log);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _sandbox.DisposeAsync();
        _key.Dispose();
        _end.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("renamed")]
    [InlineData("linked")]
    [InlineData("written in place")]
    [InlineData("gone for a moment")]
    [InlineData("long before the service")]
    [InlineData("beside, before the service")]
    public async Task No_call_fails(string way)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no links without a right to them, and replaces no open file.");
        if (way != "linked")
        {
            // A file of its own: what is written in place or renamed over is not behind a link.
            File.Delete(KeyFile);
            _key.WritePemFile(KeyFile);
        }

        Task calling = CallAsync();
        for (int i = 1; i <= Rotations && _failures.IsEmpty; i++)
        {
            PartnerKey next = PartnerKey.Create();
            await RotateAsync(way, i, next);
            _key.Dispose();
            _key = next;
            await LiveOnAsync();
        }

        await EndAsync(calling);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEF")]
    [InlineData("a public half")]
    [InlineData("an elliptic curve")]
    [InlineData("gone")]
    [InlineData("a directory")]
    [InlineData("a link to nothing")]
    public async Task A_file_that_holds_no_usable_key_leaves_the_old_one_raises_the_alarm_and_is_mended_by_the_next(string content)
    {
        File.Delete(KeyFile);
        _key.WritePemFile(KeyFile);
        Task calling = CallAsync();
        await SpoilAsync(content);
        await Eventually.HoldsAsync(() => _log.Count(KeyAlarm) > 0 || !_failures.IsEmpty);
        await LiveOnAsync();
        Assert.Equal(0, _log.Count(KeyAlarmEnded));

        if (Directory.Exists(KeyFile))
        {
            Directory.Delete(KeyFile);
        }

        PartnerKey next = PartnerKey.Create();
        File.Delete(KeyFile);
        next.WritePemFile(KeyFile);
        _sandbox.RegisterPartnerKey(next.PublicKey);
        _key.Dispose();
        _key = next;
        await Eventually.HoldsAsync(() => _log.Count(KeyAlarmEnded) > 0 || !_failures.IsEmpty);
        await LiveOnAsync();
        await EndAsync(calling);
    }

    private async Task RotateAsync(string way, int i, PartnerKey next)
    {
        string draft = Path.Combine(_folder, "draft.pem");
        next.WritePemFile(draft, overwrite: true);
        switch (way)
        {
            case "renamed":
                File.Move(draft, KeyFile, overwrite: true);
                break;
            case "linked":
                string version = Directory.CreateDirectory(Path.Combine(_folder, $"v{i}")).FullName;
                File.Move(draft, Path.Combine(version, "key.pem"));
                string link = Path.Combine(_folder, "..new");
                Directory.CreateSymbolicLink(link, $"v{i}");

                // As Kubernetes does it; .NET moves no link to a folder over another.
                Assert.Equal(0, Rename(link, Path.Combine(_folder, "..data")));
                break;
            case "written in place":
                byte[] content = await File.ReadAllBytesAsync(draft, Cancellation);
                await using (FileStream stream = new(KeyFile, FileMode.Create, FileAccess.Write, FileShare.ReadWrite))
                {
                    await stream.WriteAsync(content.AsMemory(0, content.Length / 2), Cancellation);
                    await stream.FlushAsync(Cancellation);
                    _sandbox.RegisterPartnerKey(next.PublicKey);
                    await Task.Delay(30, Cancellation);
                    await stream.WriteAsync(content.AsMemory(content.Length / 2), Cancellation);
                }

                break;
            case "gone for a moment":
                File.Delete(KeyFile);
                _sandbox.RegisterPartnerKey(next.PublicKey);
                await Task.Delay(30, Cancellation);
                File.Move(draft, KeyFile);
                break;
            case "long before the service":
                File.Move(draft, KeyFile, overwrite: true);
                await LiveOnAsync(looks: 3);
                break;
            default:
                File.Move(draft, KeyFile + ".next", overwrite: true);
                await LiveOnAsync(looks: 2);
                _sandbox.RegisterPartnerKey(next.PublicKey);
                await LiveOnAsync(looks: 2);
                File.Move(KeyFile + ".next", KeyFile, overwrite: true);
                break;
        }

        _sandbox.RegisterPartnerKey(next.PublicKey);
    }

    private async Task SpoilAsync(string content)
    {
        switch (content)
        {
            case "gone" or "a directory":
                File.Delete(KeyFile);
                if (content == "a directory")
                {
                    Directory.CreateDirectory(KeyFile);
                }

                break;
            case "a link to nothing":
                File.Delete(KeyFile);
                File.CreateSymbolicLink(KeyFile, "nothing");
                break;
            case "a public half":
                await File.WriteAllTextAsync(KeyFile, _key.PublicKey.ToPem(), Cancellation);
                break;
            case "an elliptic curve":
                using (System.Security.Cryptography.ECDsa curve = System.Security.Cryptography.ECDsa.Create())
                {
                    await File.WriteAllTextAsync(KeyFile, curve.ExportPkcs8PrivateKeyPem(), Cancellation);
                }

                break;
            default:
                await File.WriteAllTextAsync(KeyFile, content, Cancellation);
                break;
        }
    }

    [LibraryImport("libc", EntryPoint = "rename", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Rename(string from, string to);

    /// <summary>Until each caller has called some more, and the file was looked at as often.</summary>
    private async Task LiveOnAsync(int looks = 0)
    {
        long then = Interlocked.Read(ref _calls);
        await Task.Delay(HurriedClock.BetweenLooks * looks, Cancellation);
        await Eventually.HoldsAsync(() => Interlocked.Read(ref _calls) > then + (3 * Callers) || !_failures.IsEmpty);
    }

    private Task CallAsync() => Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
    {
        while (!_end.IsCancellationRequested && _failures.IsEmpty)
        {
            try
            {
                await _client.Users.GetAsync(1, Cancellation);
                Interlocked.Increment(ref _calls);
                await Task.Delay(Pause, Cancellation);
            }
            catch (HelpLightningException e)
            {
                _failures.Enqueue(e);
            }
        }
    })));

    private async Task EndAsync(Task calling)
    {
        await _end.CancelAsync();
        await calling;
        Assert.True(_failures.IsEmpty, $"After {_calls} calls: {_failures.FirstOrDefault()}");
    }

    /// <summary>Files are looked at twenty times as often; tokens have their usual times.</summary>
    private sealed class HurriedClock : TimeProvider
    {
        private const int Speed = 20;

        public static TimeSpan BetweenLooks { get; } = TimeSpan.FromSeconds(5) / Speed;

        public override long GetTimestamp() => base.GetTimestamp() * Speed;
    }
}
