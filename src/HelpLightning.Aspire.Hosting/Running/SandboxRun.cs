using System.Collections.Immutable;
using System.Net;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox;
using Microsoft.Extensions.Logging;

namespace HelpLightning.Aspire.Hosting;

/// <summary>The one run of a sandbox resource: from Aspire's word that it may start to the end of the application.</summary>
internal sealed class SandboxRun(HelpLightningSandboxResource resource, HelpLightningSandboxOptions options, string folder)
    : IAsyncDisposable
{
    private readonly TaskCompletionSource<HelpLightningSandbox> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stopping = new();
    private Task _starting = Task.CompletedTask;
    private PartnerKey? _key;
    private bool _isDisposed;

    public SecretFolder Secrets { get; } = new();

    public List<WebhookReceiver> Receivers { get; } = [];

    /// <summary>A scenario's file, loaded once it runs and after each reset.</summary>
    public string? Scenario { get; set; }

    public string Address => Sandbox.BaseAddress.ToString();

    public string ApiKey => Sandbox.ApiKey;

    public string SiteId => Sandbox.SiteId.ToString();

    public string KeyFile { get; private set; } = "";

    private HelpLightningSandbox Sandbox => _started.Task.Result;

    /// <summary>The sandbox once it runs.</summary>
    /// <exception cref="DistributedApplicationException">There will be none, or none any more; the message says why.</exception>
    public async Task<HelpLightningSandbox> GetAsync(CancellationToken cancellationToken)
    {
        HelpLightningSandbox sandbox = await _started.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        return Volatile.Read(ref _isDisposed) ? throw Stopped() : sandbox;
    }

    public Task StartAsync(InitializeResourceEvent told, CancellationToken cancellationToken) =>
        _starting = RunAsync(told, cancellationToken);

    public async Task ResetAsync(CancellationToken cancellationToken)
    {
        HelpLightningSandbox sandbox = await GetAsync(cancellationToken).ConfigureAwait(false);
        await sandbox.ResetAsync(cancellationToken).ConfigureAwait(false);
        await LoadScenarioAsync(sandbox, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        await _starting.ConfigureAwait(false); // it never throws
        if (_started.Task.IsCompletedSuccessfully)
        {
            await Sandbox.DisposeAsync().ConfigureAwait(false);
        }

        Fail(Stopped());
        _key?.Dispose();
        Secrets.Dispose();
        _stopping.Dispose();
    }

    private async Task RunAsync(InitializeResourceEvent told, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token, cancellationToken);
        try
        {
            // Whoever this resource waits for is waited for here.
            await told.Eventing.PublishAsync(new BeforeResourceStartedEvent(resource, told.Services), stop.Token).ConfigureAwait(false);
            await TellAsync(told, KnownResourceStates.Starting).ConfigureAwait(false);
            HelpLightningSandbox sandbox = await StartSandboxAsync(told.Logger, stop.Token).ConfigureAwait(false);
            _started.SetResult(sandbox);
            Allocate(sandbox.BaseAddress);
            await told.Eventing.PublishAsync(new ResourceEndpointsAllocatedEvent(resource, told.Services), stop.Token)
                .ConfigureAwait(false);
            await TellItRunsAsync(told).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Fail(new DistributedApplicationException($"The application stopped before the sandbox '{resource.Name}' ran."));
        }
#pragma warning disable CA1031 // whatever it is: the dashboard would show a resource that starts for ever
        catch (Exception e)
#pragma warning restore CA1031
        {
            SandboxLog.Failed(told.Logger, e.Message);
            Fail(new DistributedApplicationException($"The sandbox '{resource.Name}' did not start: {e.Message}", e));
            await TellAsync(told, KnownResourceStates.FailedToStart).ConfigureAwait(false);
        }
    }

    private async Task<HelpLightningSandbox> StartSandboxAsync(ILogger logger, CancellationToken stop)
    {
        List<SandboxWebhook> webhooks = [.. options.Webhooks];
        foreach (WebhookReceiver receiver in Receivers)
        {
            SandboxLog.WaitsForPort(logger, receiver.Name);
            webhooks.AddRange(await receiver.LocateAsync(stop).ConfigureAwait(false));
        }

        // A new key in each run, so that none has to be kept; the site of a data file takes it as a rotation.
        _key = PartnerKey.Create();
        KeyFile = Secrets.WriteKey(_key, $"{resource.Name}.pem");
        HelpLightningSandbox sandbox = await HelpLightningSandbox.StartAsync(
            options with
            {
                PartnerPublicKeys = [_key.PublicKey],
                Webhooks = webhooks,
                DataFile = options.DataFile is null ? null : Path.Combine(folder, options.DataFile),
                RequestLog = entry =>
                {
                    options.RequestLog?.Invoke(entry);
                    SandboxLog.Answered(logger, entry);
                },
            },
            stop).ConfigureAwait(false);
        try
        {
            await LoadScenarioAsync(sandbox, stop).ConfigureAwait(false);
            return sandbox;
        }
        catch
        {
            await sandbox.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task LoadScenarioAsync(HelpLightningSandbox sandbox, CancellationToken stop)
    {
        if (Scenario is not null)
        {
            string json = await File.ReadAllTextAsync(Path.Combine(folder, Scenario), stop).ConfigureAwait(false);
            await sandbox.LoadScenarioAsync(json, stop).ConfigureAwait(false);
        }
    }

    /// <summary>Tells Aspire the port, which the sandbox chose itself.</summary>
    private void Allocate(Uri address)
    {
        EndpointAnnotation endpoint = resource.Annotations.OfType<EndpointAnnotation>().Single(
            static e => e.Name == HelpLightningSandboxResource.EndpointName);
        endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, IPAddress.Loopback.ToString(), address.Port);
    }

    private Task TellAsync(InitializeResourceEvent told, string state) =>
        told.Notifications.PublishUpdateAsync(resource, snapshot => snapshot with { State = state });

    private Task TellItRunsAsync(InitializeResourceEvent told) => told.Notifications.PublishUpdateAsync(resource, snapshot => snapshot with
    {
        State = KnownResourceStates.Running,
        StartTimeStamp = TimeProvider.System.GetUtcNow().UtcDateTime,
        Properties = Describe(snapshot.Properties),

        // Aspire keeps them back until a resource runs, and knows that only of those it runs itself.
        Urls = [.. snapshot.Urls.Select(static url => url with { IsInactive = false })],
    });

    private ImmutableArray<ResourcePropertySnapshot> Describe(ImmutableArray<ResourcePropertySnapshot> known) =>
    [
        .. known,
        new ResourcePropertySnapshot("Site", SiteId) { IsHighlighted = true },
        new ResourcePropertySnapshot("API key", ApiKey) { IsHighlighted = true, IsSensitive = true },
        new ResourcePropertySnapshot("Partner key", KeyFile) { IsHighlighted = true },
    ];

    private DistributedApplicationException Stopped() => new($"The sandbox '{resource.Name}' has stopped.");

    private void Fail(DistributedApplicationException why)
    {
        if (_started.TrySetException(why))
        {
            _ = _started.Task.Exception; // seen: nobody may be waiting
        }
    }
}
