using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Hosting;

namespace HelpLightning.Aspire.Hosting;

/// <summary>Stops the sandboxes last, when the projects that call them have gone.</summary>
internal sealed class SandboxStop(DistributedApplicationModel model, ResourceNotificationService notifications)
    : IHostedLifecycleService, IAsyncDisposable
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        foreach (HelpLightningSandboxResource resource in model.Resources.OfType<HelpLightningSandboxResource>())
        {
            await resource.Run.DisposeAsync().ConfigureAwait(false);
            await notifications.PublishUpdateAsync(
                resource,
                static snapshot => snapshot with
                {
                    State = KnownResourceStates.Finished,
                    StopTimeStamp = TimeProvider.System.GetUtcNow().UtcDateTime,
                }).ConfigureAwait(false);
        }
    }

    /// <summary>An application whose start fails is disposed of without being stopped.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (HelpLightningSandboxResource resource in model.Resources.OfType<HelpLightningSandboxResource>())
        {
            await resource.Run.DisposeAsync().ConfigureAwait(false);
        }
    }
}
