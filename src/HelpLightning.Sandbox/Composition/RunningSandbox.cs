using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Hosting;
using HelpLightning.Sandbox.Routing;
using HelpLightning.Sandbox.Settings;
using HelpLightning.Sandbox.Storage;
using HelpLightning.Sandbox.Webhooks;

namespace HelpLightning.Sandbox.Composition;

/// <summary>A sandbox that answers: its parts, the routes of its API, and the server around them.</summary>
internal sealed class RunningSandbox : IAsyncDisposable
{
    private RunningSandbox(SandboxParts parts, IReadOnlyList<ApiRoute> routes, SandboxServer server, string apiKey)
    {
        Parts = parts;
        Routes = routes;
        Server = server;
        ApiKey = apiKey;
    }

    public SandboxParts Parts { get; }

    /// <summary>Every route of the API.</summary>
    public IReadOnlyList<ApiRoute> Routes { get; }

    public SandboxServer Server { get; }

    public string ApiKey { get; }

    /// <exception cref="ArgumentException">An option is wrong; the message names it.</exception>
    /// <exception cref="InvalidOperationException">The data file is not a sandbox's, or comes from a newer version.</exception>
    /// <exception cref="IOException">The port is taken, or the data file cannot be opened.</exception>
    public static async Task<RunningSandbox> StartAsync(HelpLightningSandboxOptions options, CancellationToken cancellationToken)
    {
        OptionsCheck.Require(options);
        SandboxClock clock = new(options.TimeProvider, options.ClockOffset, options.DateSkew);
        SandboxDatabase database = DatabaseFile.Open(options, clock);
        SandboxParts? parts = null;
        try
        {
            parts = new SandboxParts(options, database, clock);
            string apiKey = parts.ApiKeys.Start(options.ApiKey);
            parts.PartnerKeys.RegisterUnseen(options.PartnerPublicKeys);
            AddWebhooks(database, options.Webhooks);
            parts.Dispatcher.Start();
            IReadOnlyList<ApiRoute> routes = RouteTable.Build(parts);
            SandboxServer server = await SandboxServer.StartAsync(
                options.ListenEndPoint, new RequestPipeline(options, clock, parts.Requests, new(parts.Faults, clock)),
                builder => EndpointMap.Add(builder, parts, routes), cancellationToken).ConfigureAwait(false);
            return new RunningSandbox(parts, routes, server, apiKey);
        }
        catch
        {
            if (parts is not null)
            {
                await parts.DisposeAsync().ConfigureAwait(false);
            }

            database.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync().ConfigureAwait(false);
        await Parts.DisposeAsync().ConfigureAwait(false);
        Parts.Database.Dispose();
    }

    private static void AddWebhooks(SandboxDatabase database, IReadOnlyList<SandboxWebhook> webhooks)
    {
        try
        {
            database.Write(db => WebhookStore.AddAll(db, webhooks));
        }
        catch (FormatException e)
        {
            throw new ArgumentException(e.Message, e);
        }
    }
}
