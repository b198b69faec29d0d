using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace HelpLightning.AwsKms.Tests.Fakes;

/// <summary>A key service on loopback that speaks the documented protocol over real HTTP, and fails when a test wants it to.</summary>
internal abstract class FakeService : IAsyncDisposable
{
    private readonly WebApplication _server;
    private int _underWay;
    private int _mostUnderWay;

    protected FakeService()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _server = builder.Build();
        _server.Run(AnswerAsync);
    }

    public Uri Address { get; private set; } = null!;

    /// <summary>All that was asked, oldest first.</summary>
    public ConcurrentQueue<FakeRequest> Requests { get; } = new();

    /// <summary>Answers that are given first, instead of the service's own.</summary>
    public ConcurrentQueue<FakeAnswer> Script { get; } = new();

    /// <summary>Each request waits for it.</summary>
    public Task MayAnswer { get; set; } = Task.CompletedTask;

    public int UnderWay => Volatile.Read(ref _underWay);

    public int MostUnderWay => Volatile.Read(ref _mostUnderWay);

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync();
        await _server.DisposeAsync();
    }

    protected static async Task<T> StartAsync<T>(T service)
        where T : FakeService
    {
        await service._server.StartAsync(TestContext.Current.CancellationToken);
        service.Address = new Uri(service._server.Urls.Single());
        return service;
    }

    protected abstract FakeAnswer Answer(FakeRequest request);

    private async Task AnswerAsync(HttpContext context)
    {
        int now = Interlocked.Increment(ref _underWay);
        for (int seen = MostUnderWay; now > seen; seen = MostUnderWay)
        {
            Interlocked.CompareExchange(ref _mostUnderWay, now, seen);
        }

        try
        {
            using StreamReader body = new(context.Request.Body);
            FakeRequest request = new(
                context.Request.Method, context.Features.Get<IHttpRequestFeature>()!.RawTarget,
                context.Request.Headers.ToDictionary(static h => h.Key, static h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                await body.ReadToEndAsync(context.RequestAborted));
            Requests.Enqueue(request);
            await MayAnswer.WaitAsync(context.RequestAborted);
            FakeAnswer answer = Script.TryDequeue(out FakeAnswer? scripted) ? scripted : Answer(request);
            context.Response.StatusCode = answer.Status;
            foreach ((string name, string value) in answer.Headers)
            {
                context.Response.Headers[name] = value;
            }

            await context.Response.WriteAsync(answer.Json, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The caller gave up.
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }
}
