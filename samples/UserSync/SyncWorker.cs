using HelpLightning.Client;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace UserSync;

/// <summary>Runs the synchronisation now and then. Ctrl-C ends it between two pages; the next run goes on there.</summary>
internal sealed class SyncWorker(
    UserSynchronizer synchronizer, IOptions<UserSyncOptions> options, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<SyncWorker> log)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(options.Value.Every, clock);
        try
        {
            do
            {
                bool isDone = await RunOnceAsync(stoppingToken);
                if (options.Value.Once)
                {
                    Environment.ExitCode = isDone ? 0 : 1;
                    lifetime.StopApplication();
                    return;
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            SyncLog.Stopped(log);
        }
    }

    private async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            SyncLog.Done(log, await synchronizer.RunAsync(cancellationToken));
            return true;
        }
        catch (HelpLightningException e)
        {
            // The next run goes on at this page; there is nothing to repair.
            SyncLog.Failed(log, e.Position?.ToString() ?? "the beginning", e.Message);
            return false;
        }
    }
}
