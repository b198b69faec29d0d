using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;

namespace HelpLightning.Cli.Tests;

/// <summary><c>hl sandbox</c> on a data file, to be killed in the middle of writes.</summary>
internal sealed class SandboxProcess : IDisposable
{
    private readonly Process _process;
    private readonly TaskCompletionSource _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _answered;
    private int _wanted = int.MaxValue;

    private SandboxProcess(Process process, string address)
    {
        _process = process;
        Http = new HttpClient { BaseAddress = new Uri(address) };
        Http.DefaultRequestHeaders.Add("x-helplightning-api-key", Workshop.ApiKey);
    }

    public HttpClient Http { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<SandboxProcess> StartAsync(Workshop shop, string data, params string[] more)
    {
        Process process = HlProgram.Start(
            new Dictionary<string, string>(),
            ["sandbox", "--listen", "127.0.0.1:0", "--data", data, "--site-id", "54344", "--public-key-file", shop.PublicFile, "--api-key", Workshop.ApiKey, .. more]);
        string? address = await process.StandardOutput.ReadLineAsync(Cancellation);
        if (address is null)
        {
            Assert.Fail("The sandbox did not start again: " + await process.StandardError.ReadToEndAsync(Cancellation));
        }

        // Nobody reads its log, and a full pipe would stop it.
        _ = process.StandardError.ReadToEndAsync(Cancellation);
        return new SandboxProcess(process, address);
    }

    /// <summary>A write. When it returns, it was answered, and counts.</summary>
    public async Task<JsonElement> PostAsync(string path, string json, string? token = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, path) { Content = new StringContent(json, new MediaTypeHeaderValue("application/json")) };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue(token);
        using HttpResponseMessage response = await Http.SendAsync(request, Cancellation);
        response.EnsureSuccessStatusCode();
        using JsonDocument answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation));
        if (Interlocked.Increment(ref _answered) >= _wanted)
        {
            _enough.TrySetResult();
        }

        return answer.RootElement.Clone();
    }

    /// <summary>Lets writers write, and kills it at the moment when so many writes were answered.</summary>
    public async Task KillAmidAsync(int writes, int writers, Func<Task> write)
    {
        _wanted = writes;
        Task all = Task.WhenAll(Enumerable.Range(0, writers).Select(_ => UntilKilledAsync(write)));
        await Task.WhenAny(_enough.Task, all);
        _process.Kill();
        await _process.WaitForExitAsync(Cancellation);
        await all;
        Assert.True(_answered >= writes, $"{_answered} answered, {writes} wanted");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
        Http.Dispose();
    }

    private static async Task UntilKilledAsync(Func<Task> write)
    {
        try
        {
            while (true)
            {
                await write();
            }
        }
        catch (HttpRequestException e) when (e.StatusCode is null)
        {
        }
    }
}
