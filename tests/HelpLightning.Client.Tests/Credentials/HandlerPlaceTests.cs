using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;

namespace HelpLightning.Client.Tests;

/// <summary>
/// An application adds handlers wherever the platform lets it. None may see a secret, and one that repeats a request must send a
/// token that was signed for that sending.
/// </summary>
public sealed class HandlerPlaceTests
{
    /// <summary>Each names a place, and puts a handler there.</summary>
    private static readonly Dictionary<string, Action<ServiceCollection, IHttpClientBuilder, Func<DelegatingHandler>>> Places = new()
    {
        ["on the builder"] = (_, builder, make) => builder.AddHttpMessageHandler(make),
        ["as an additional handler"] = (_, builder, make) => builder.ConfigureAdditionalHttpMessageHandlers((handlers, _) => handlers.Add(make())),
        ["first of the additional handlers"] = (_, builder, make) => builder.ConfigureAdditionalHttpMessageHandlers((handlers, _) => handlers.Insert(0, make())),
        ["on all clients"] = (services, _, make) => services.ConfigureHttpClientDefaults(all => all.AddHttpMessageHandler(make)),
        ["by a filter"] = (services, _, make) => services.AddSingleton<IHttpMessageHandlerBuilderFilter>(new Filter(make)),
        ["by the factory's options"] = (services, builder, make) => services.Configure<HttpClientFactoryOptions>(
            builder.Name, options => options.HttpMessageHandlerBuilderActions.Add(made => made.AdditionalHandlers.Add(make()))),
        ["by the factory's options, late"] = (services, builder, make) => services.PostConfigure<HttpClientFactoryOptions>(
            builder.Name, options => options.HttpMessageHandlerBuilderActions.Add(made => made.AdditionalHandlers.Add(make()))),
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, bool> AllPlaces() => [.. Places.Keys.SelectMany(place => new[] { (place, true), (place, false) })];

    [Theory]
    [MemberData(nameof(AllPlaces))]
    public async Task A_recording_handler_finds_no_secret_and_a_repeating_one_sends_a_fresh_token_each_time(string place, bool isTypedClient)
    {
        await using ScriptedServer server = new(Reply.Json("""{"id":1,"token":null}"""));
        SteppingClock clock = new();
        Recorder.Journal journal = new();
        LogRecorder log = new();
        ServiceCollection services = new();
        services.AddSingleton<ILoggerFactory>(log);
        IHttpClientBuilder client = services.AddHelpLightning(options => Set(options, server, clock));
        IHttpClientBuilder own = services.AddHttpClient("own").AddHelpLightningCredentials();
        Places[place](services, isTypedClient ? client : own, () => new Recorder(journal, repeats: 2));
        await using ServiceProvider provider = services.BuildServiceProvider();

        if (isTypedClient)
        {
            await provider.GetRequiredService<HelpLightningClient>().Users.GetAsync(1, Cancellation);
        }
        else
        {
            using HttpClient http = provider.GetRequiredService<IHttpClientFactory>().CreateClient("own");
            await http.GetStringAsync(new Uri("api/v1r1/enterprise/users/1", UriKind.Relative), Cancellation);
        }

        WireRequest[] requests = server.Seen();
        Assert.Equal(3, requests.Length);
        string[] tokens = [.. requests.Select(request => Assert.Single(request.Headers("Authorization")))];
        Assert.Equal(3, tokens.Distinct().Count());
        Assert.All(requests, request => Assert.Equal(TestClient.ApiKey, Assert.Single(request.Headers("x-helplightning-api-key"))));
        Assert.Equal(9, journal.Notes);
        string seen = journal.Text + string.Concat(log.Lines.Select(line => line.Text));
        Assert.DoesNotContain(TestClient.ApiKey, seen, StringComparison.Ordinal);
        Assert.All(tokens, token => Assert.DoesNotContain(token[^40..], seen, StringComparison.Ordinal));
    }

    private static void Set(HelpLightningOptions options, ScriptedServer server, TimeProvider clock)
    {
        HelpLightningOptions right = TestClient.Options(server.Address);
        (options.ApiKey, options.SiteId, options.PartnerKey, options.BaseAddress, options.TimeProvider) =
            (right.ApiKey, right.SiteId, right.PartnerKey, right.BaseAddress, clock);
    }

    /// <summary>A second later each time it is asked, so that no two tokens are alike.</summary>
    private sealed class SteppingClock : TimeProvider
    {
        private long _asked;

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddSeconds(Interlocked.Increment(ref _asked));
    }

    private sealed class Filter(Func<DelegatingHandler> make) : IHttpMessageHandlerBuilderFilter
    {
        public Action<HttpMessageHandlerBuilder> Configure(Action<HttpMessageHandlerBuilder> next) => builder =>
        {
            next(builder);
            builder.AdditionalHandlers.Add(make());
        };
    }
}
