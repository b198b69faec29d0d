using Microsoft.Extensions.Hosting;

namespace HelpLightning.Sandbox.Hosting;

/// <summary>A host that leaves Ctrl-C and signals alone.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
