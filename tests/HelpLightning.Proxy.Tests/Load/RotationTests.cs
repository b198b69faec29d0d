using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using HelpLightning.PartnerKeys;
using HelpLightning.Tests;

namespace HelpLightning.Proxy.Tests.Load;

/// <summary>
/// The key changes fifty times while callers call, and then the proxy is told to end. The upstream is as strict as the service: once a change
/// is over it takes tokens of the new key alone. In seconds; <c>HL_LOAD_MINUTES=10</c> spreads the changes over as long.
/// </summary>
public sealed class RotationTests : IDisposable
{
    private const int Rotations = 50;
    private const int Callers = 6;

    private static readonly TimeSpan BetweenChanges = TimeSpan.FromMinutes(
        double.TryParse(Environment.GetEnvironmentVariable("HL_LOAD_MINUTES"), CultureInfo.InvariantCulture, out double minutes) ? minutes / Rotations : 0);

    private readonly string _folder = Directory.CreateTempSubdirectory("hl-rotation-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Fifty_rotations_and_an_end_under_load_cost_no_request()
    {
        PartnerKey[] keys = [.. Enumerable.Range(0, 3).Select(_ => PartnerKey.Create())];
        string[] texts = [.. keys.Select(Text)];
        await using StrictUpstream upstream = new(keys[0].PublicKey);
        string file = Path.Combine(_folder, "key.pem");
        await File.WriteAllTextAsync(file, texts[0], Cancellation);
        ProxyServer proxy = await ProxyServer.StartAsync(
            upstream.Address, client: options => (options.PartnerKey, options.PartnerKeyFile) = (null, file));
        ConcurrentBag<string> failures = [];
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        long[] calls = new long[Callers];
        int rotation = 0;
        using HttpClient http = new() { BaseAddress = proxy.Address };
        Task[] calling = [.. Enumerable.Range(0, Callers).Select(caller => Task.Run(() => CallAsync(caller)))];
        for (int i = 1; i <= Rotations; i++)
        {
            int next = i % keys.Length;
            rotation = i;
            upstream.Accept(keys[(i - 1) % keys.Length].PublicKey, keys[next].PublicKey);
            await ReplaceAsync(file, texts[next], i, () => upstream.Accept(keys[next].PublicKey));
            upstream.Accept(keys[next].PublicKey);

            // No call is to live through two changes: of each caller's, the one that was under way at the end of this one is over, and
            // one that was begun later, whose token was of the new key in the end.
            long[] then = [.. calls];
            await Task.Delay(BetweenChanges, Cancellation);
            await Eventually.HoldsAsync(() => calls.Zip(then).All(pair => pair.First > pair.Second + 1) || !failures.IsEmpty);
        }

        // Then it ends, with requests in flight: those are answered, and later ones are told to connect anew.
        upstream.Delay = TimeSpan.FromMilliseconds(200);
        await Task.Delay(50, Cancellation);
        proxy.State.Drain();
        await end.CancelAsync();
        await Task.WhenAll(calling);
        await proxy.DisposeAsync();
        Assert.True(failures.IsEmpty, $"{failures.Count} of {calls.Sum()}: {string.Join('\n', failures.Take(5))}");
        Assert.True(upstream.Refused > 0, "No token was ever refused, so nothing was tried.");

        async Task CallAsync(int caller)
        {
            while (!end.IsCancellationRequested)
            {
                using HttpRequestMessage request = new(caller % 2 == 0 ? HttpMethod.Get : HttpMethod.Post, new Uri("/api/v1/x", UriKind.Relative));
                request.Content = caller % 2 == 0 ? null : new StringContent(new string('x', 1000));
                try
                {
                    using HttpResponseMessage answer = await http.SendAsync(request, Cancellation);
                    if (answer.StatusCode != HttpStatusCode.OK)
                    {
                        failures.Add($"{request.Method} at change {rotation}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(Cancellation)}");
                    }
                }
                catch (HttpRequestException e)
                {
                    failures.Add($"{request.Method} at change {rotation}: {e.Message}");
                }

                Interlocked.Increment(ref calls[caller]);
            }
        }
    }

    /// <summary>In each of the ways in which files are replaced; those that are not done at once are caught halfway by a service that knows the old key no more.</summary>
    private async Task ReplaceAsync(string file, string text, int i, Action forgetOldKey)
    {
        switch (i % 4)
        {
            case 0:
                string draft = Path.Combine(_folder, "draft");
                await File.WriteAllTextAsync(draft, text, Cancellation);
                File.Move(draft, file, overwrite: true);
                break;
            case 1:
                string version = Directory.CreateDirectory(Path.Combine(_folder, $"v{i}")).FullName;
                await File.WriteAllTextAsync(Path.Combine(version, "key.pem"), text, Cancellation);
                string link = Path.Combine(_folder, "link");
                File.Delete(link);
                File.CreateSymbolicLink(link, Path.Combine(version, "key.pem"));
                File.Move(link, file, overwrite: true);
                break;
            case 2:
                File.Delete(file);
                forgetOldKey();
                await Task.Delay(20, Cancellation);
                await File.WriteAllTextAsync(file, text, Cancellation);
                break;
            default:
                await using (FileStream stream = new(file, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
                {
                    byte[] bytes = Encoding.ASCII.GetBytes(text);
                    await stream.WriteAsync(bytes.AsMemory(0, bytes.Length / 2), Cancellation);
                    await stream.FlushAsync(Cancellation);
                    forgetOldKey();
                    await Task.Delay(20, Cancellation);
                    await stream.WriteAsync(bytes.AsMemory(bytes.Length / 2), Cancellation);
                }

                break;
        }
    }

    private string Text(PartnerKey key)
    {
        string path = Path.Combine(_folder, Path.GetRandomFileName());
        key.WritePemFile(path);
        return File.ReadAllText(path);
    }
}
