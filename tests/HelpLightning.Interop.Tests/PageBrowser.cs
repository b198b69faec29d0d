using System.Diagnostics;
using System.Text.Json;
using HelpLightning.Sandbox;

namespace HelpLightning.Interop.Tests;

/// <summary>Chromium, begun once for all scenarios of Peers/page.mjs, because that takes longer than most of them.</summary>
public sealed class PageBrowser : IAsyncDisposable
{
    /// <summary>Longer than page.mjs waits before it says where it is stuck.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private Process? _node;
    private Task<string> _errors = Task.FromResult("");

    /// <summary>Runs a scenario.</summary>
    /// <returns><c>ok</c>, or what went wrong.</returns>
    internal async Task<string> RunAsync(string scenario, HelpLightningSandbox sandbox, string keyFile)
    {
        using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(Patience);
        if (_node is null)
        {
            _node = Peer.Start("node", apiKey: null, Peer.Script("page.mjs"));
            _errors = _node.StandardError.ReadToEndAsync(CancellationToken.None);
        }

        Dictionary<string, string> settings = new()
        {
            ["scenario"] = scenario,
            ["url"] = sandbox.BaseAddress.GetLeftPart(UriPartial.Authority),
            ["apiKey"] = sandbox.ApiKey,
            ["keyFile"] = keyFile,
            ["siteId"] = sandbox.SiteId.ToString(),
        };
        try
        {
            await _node.StandardInput.WriteLineAsync(JsonSerializer.Serialize(settings).AsMemory(), timeout.Token);
            await _node.StandardInput.FlushAsync(timeout.Token);
            if (await _node.StandardOutput.ReadLineAsync(timeout.Token) is { } answer)
            {
                return JsonSerializer.Deserialize<string>(answer)!;
            }
        }
        catch (IOException)
        {
            // It is gone; what it said last tells why.
        }
        catch
        {
            await StopAsync();
            throw;
        }

        string errors = await _errors;
        await StopAsync();
        return $"Node ended: {errors}";
    }

    public async ValueTask DisposeAsync()
    {
        if (_node is not null)
        {
            // It closes Chromium when nothing more comes.
            _node.StandardInput.Close();
            using CancellationTokenSource timeout = new(TimeSpan.FromSeconds(30));
            await ((Task)_node.WaitForExitAsync(timeout.Token)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await StopAsync();
        }
    }

    /// <summary>The next scenario begins with a browser of its own.</summary>
    private async Task StopAsync()
    {
        if (!_node!.HasExited)
        {
            _node.Kill(entireProcessTree: true);
        }

        await _node.WaitForExitAsync(CancellationToken.None);
        _node.Dispose();
        _node = null;
    }
}
