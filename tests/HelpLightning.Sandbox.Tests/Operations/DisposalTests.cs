using System.Net;
using System.Runtime.CompilerServices;

namespace HelpLightning.Sandbox.Tests.Operations;

/// <summary>Several at once keep apart, and nothing is left of one that was disposed of.</summary>
public sealed class DisposalTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_at_once_have_clocks_faults_webhooks_and_logs_of_their_own()
    {
        await using Receiver receiver = new();
        await using HelpLightningSandbox one = await HelpLightningSandbox.StartAsync(new HelpLightningSandboxOptions(), Cancellation);
        await using HelpLightningSandbox other = await HelpLightningSandbox.StartAsync(new HelpLightningSandboxOptions(), Cancellation);
        DateTimeOffset then = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
        one.Clock.Freeze(then);
        other.Clock.Freeze(then.AddYears(1));
        one.Faults.Add("500");
        one.Webhooks.Add(new SandboxWebhook { PayloadUrl = receiver.Url });
        other.Calls.Start("1", "2");
        await other.Webhooks.WhenIdleAsync(Cancellation);
        Assert.Empty(receiver.Events);
        using HttpClient http = new();
        Assert.Equal(HttpStatusCode.InternalServerError, (await http.GetAsync(new Uri(one.BaseAddress, "/x"), Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(new Uri(other.BaseAddress, "/x"), Cancellation)).StatusCode);
        Assert.Equal((then, then.AddYears(1)), (one.Clock.GetUtcNow(), other.Clock.GetUtcNow()));
        Assert.Empty(other.Faults.List());
        Assert.Empty(other.Webhooks.List());
    }

    [Fact]
    public async Task Nothing_holds_a_disposed_sandbox_its_port_or_its_files()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("hl-sandbox-");
        try
        {
            await using Receiver stalling = new(_ => null);
            List<WeakReference> gone = [];
            for (int i = 0; i < 5; i++)
            {
                gone.Add(await LiveAndDieAsync(Path.Combine(folder.FullName, $"site{i}.db"), stalling));
            }

            Assert.Equal(5, Directory.GetFiles(folder.FullName).Length);

            // A timer, a thread or a static list that knew one of them would keep it from being collected.
            using CancellationTokenSource patience = new(TimeSpan.FromMinutes(2));
            while (gone.Exists(reference => reference.IsAlive))
            {
                patience.Token.ThrowIfCancellationRequested();
                GC.Collect();
                GC.WaitForPendingFinalizers();
                await Task.Yield();
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> LiveAndDieAsync(string file, Receiver stalling)
    {
        HelpLightningSandbox sandbox = await HelpLightningSandbox.StartAsync(
            new HelpLightningSandboxOptions { DataFile = file, ListenEndPoint = new IPEndPoint(FreedPort.Address, 0) }, Cancellation);
        sandbox.Webhooks.Add(new SandboxWebhook { PayloadUrl = stalling.Url });
        int before = stalling.Events.Count;
        sandbox.Calls.Start("1", "2");
        using (CancellationTokenSource patience = new(TimeSpan.FromMinutes(2)))
        {
            while (stalling.Events.Count == before)
            {
                await Task.Delay(1, patience.Token);
            }
        }

        // A delivery is under way to a receiver that never answers, and a request waits for its fault.
        sandbox.Faults.Add("delay=1h");
        using HttpClient http = new();
        Task<HttpResponseMessage> waiting = http.GetAsync(new Uri(sandbox.BaseAddress, "/x"), Cancellation);
        int port = sandbox.BaseAddress.Port;
        await sandbox.DisposeAsync();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => waiting);
        FreedPort.Require(port);
        return new WeakReference(sandbox);
    }
}
