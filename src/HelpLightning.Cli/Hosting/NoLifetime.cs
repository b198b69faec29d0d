using Microsoft.Extensions.Hosting;

namespace HelpLightning.Cli.Hosting;

/// <summary>The host of a server that leaves Ctrl-C and signals to hl.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
