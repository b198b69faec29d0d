using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Pkcs11.Tests;

/// <summary>
/// Two threads sign while the token is set up anew, its PIN changed, its files taken away and put back. HL_PKCS11_SIGNATURES says how many
/// signatures, HL_PKCS11_KEY with which of the test keys: a million takes about ten minutes with 2048 bits, three with 1024.
/// </summary>
[Collection(SoftHsmGroup.Name)]
public sealed class EnduranceTests(SoftHsm hsm, ITestOutputHelper output)
{
    private const string Token = "endurance";

    private readonly ConcurrentDictionary<string, int> _errors = new(StringComparer.Ordinal);
    private long _signatures;
    private string _pin = SoftHsm.Pin;

    private static string KeyFile => Environment.GetEnvironmentVariable("HL_PKCS11_KEY") ?? "test-2048-pkcs8.pem";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static long Wanted => long.Parse(
        Environment.GetEnvironmentVariable("HL_PKCS11_SIGNATURES") ?? "4000", NumberStyles.None, CultureInfo.InvariantCulture);

    [Fact]
    public async Task Whatever_happens_to_the_token_there_are_right_signatures_or_typed_errors_and_nothing_is_left_behind()
    {
        await SoftHsm.RequireAsync();
        await Peer.RequireAsync("opensc-tool", "--version");
        await hsm.NewTokenAsync(Token);
        await hsm.ImportAsync(Token, KeyFile, "partner", "01");
        string module = Path.Combine(hsm.Folder, "removed.so");
        File.Copy(SoftHsm.Module, module);
        string pinFile = hsm.PinFile(SoftHsm.Pin);
        Pkcs11Key key = Pkcs11Key.Open($"pkcs11:token={Token};object=partner?module-path={module}&pin-source={pinFile}");
        File.Delete(module);
        long start = Stopwatch.GetTimestamp();
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        Task[] signing = [.. Enumerable.Range(0, 2).Select(_ => Task.Factory.StartNew(
            () => SignUntil(key, end.Token), Cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        long step = Math.Max(Wanted / 12, 200);
        for (int round = 0; Volatile.Read(ref _signatures) < Wanted; round++)
        {
            await ReachAsync(Volatile.Read(ref _signatures) + step, signing);
            output.WriteLine($"{_signatures} signatures, round {round}");
            switch (round % 3)
            {
                case 0:
                    await ChangePinAsync(pinFile);
                    break;
                case 1:
                    await SetUpAnewAsync(pinFile);
                    break;
                default:
                    await TakeAwayAsync();
                    break;
            }
        }

        await ReachAsync(Volatile.Read(ref _signatures) + 100, signing);
        await end.CancelAsync();
        await Task.WhenAll(signing);
        Assert.InRange(key.OpenSessions, 1, 2);
        key.Dispose();
        Assert.Equal(0, key.OpenSessions);
        Assert.Empty(OpenFiles());
        output.WriteLine($"{_signatures} signatures in {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s; errors:");
        foreach ((string words, int count) in _errors)
        {
            output.WriteLine($"{count,8} {words}");
        }
    }

    private static IEnumerable<PartnerPublicKey> PublicHalf()
    {
        using PartnerKey local = TestKeys.Read(KeyFile);
        return [local.PublicKey];
    }

    private void SignUntil(Pkcs11Key key, CancellationToken end)
    {
        PartnerTokenSigner signer = new(key, TestKeys.Site);
        PartnerTokenVerifier verifier = new(TestKeys.Site, PublicHalf());
        while (!end.IsCancellationRequested)
        {
            try
            {
                PartnerToken token = signer.Sign();
                if (Interlocked.Increment(ref _signatures) % 1000 == 0)
                {
                    Assert.True(verifier.Verify(token.Reveal()).IsValid);
                }
            }
            catch (PartnerSigningException e)
            {
                // The beginning tells one kind from another; slots and serials differ each time.
                string why = e.Message[(e.Message.IndexOf("did not sign", StringComparison.Ordinal) + 14)..];
                _errors.AddOrUpdate(why[..Math.Min(why.Length, 90)], 1, static (_, count) => count + 1);
                Thread.Sleep(1);
            }
        }
    }

    /// <summary>Fails at once when a thread ended with an error, and when no more signatures come.</summary>
    private async Task ReachAsync(long signatures, Task[] signing)
    {
        long start = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref _signatures) < signatures)
        {
            if (Array.Find(signing, static task => task.IsCompleted) is { } ended)
            {
                await ended;
                Assert.Fail("A thread ended.");
            }

            if (Stopwatch.GetElapsedTime(start) > TimeSpan.FromMinutes(3))
            {
                Assert.Fail(
                    $"No more signatures came after {_signatures}: {string.Join('\n', _errors.Select(static e => $"{e.Value} {e.Key}"))}\n"
                    + $"Another program sees: {await hsm.ToolAsync("--token-label", Token, "--login", "--pin", _pin, "--list-objects")}");
            }

            await Task.Delay(10, Cancellation);
        }
    }

    private async Task ChangePinAsync(string pinFile)
    {
        string other = _pin == "1234" ? "56789" : "1234";
        await hsm.ToolAsync("--token-label", Token, "--login", "--pin", _pin, "--change-pin", "--new-pin", other);
        await Task.Delay(100, Cancellation);
        await File.WriteAllTextAsync(pinFile, other + "\n", Cancellation);
        _pin = other;
    }

    /// <summary>
    /// Until another program sees the key, too: while our process, which only reads, opened the same files, SoftHSM2's own import was twice
    /// seen to leave a private key without its label and id on the disk, for every program, and once not to find the token that it had just set up.
    /// </summary>
    private async Task SetUpAnewAsync(string pinFile)
    {
        string seen = "";
        for (int attempt = 0; attempt < 5 && !seen.Contains("partner", StringComparison.Ordinal); attempt++)
        {
            await hsm.TryUtilAsync("--init-token", "--token", Token, "--label", Token, "--pin", _pin, "--so-pin", SoftHsm.SoPin);
            await Task.Delay(200, Cancellation);
            await hsm.TryUtilAsync("--import", TestKeys.PathOf(KeyFile), "--token", Token, "--label", "partner", "--id", "01", "--pin", _pin);
            seen = (await hsm.TryToolAsync("--token-label", Token, "--login", "--pin", _pin, "--list-objects", "--type", "privkey")).Output;
        }

        Assert.Contains("partner", seen, StringComparison.Ordinal);
        await File.WriteAllTextAsync(pinFile, _pin + "\n", Cancellation);
    }

    private async Task TakeAwayAsync()
    {
        string tokens = Path.Combine(hsm.Folder, "tokens");
        Directory.Move(tokens, tokens + "-away");
        await Task.Delay(1500, Cancellation);
        if (Directory.Exists(tokens))
        {
            Directory.Delete(tokens, recursive: true);
        }

        Directory.Move(tokens + "-away", tokens);
    }

    /// <summary>Those of the tokens alone: other tests run in this process.</summary>
    private List<string> OpenFiles()
    {
        List<string> open = [];
        foreach (string descriptor in Directory.Exists("/proc/self/fd") ? Directory.GetFiles("/proc/self/fd") : [])
        {
            string? target = null;
            try
            {
                target = File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.FullName;
            }
            catch (IOException)
            {
                // Closed meanwhile.
            }

            if (target is not null && target.StartsWith(hsm.Folder, StringComparison.Ordinal))
            {
                open.Add(target);
            }
        }

        return open;
    }
}
