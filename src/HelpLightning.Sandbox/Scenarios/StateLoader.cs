using HelpLightning.Sandbox.Calls;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Errors;
using HelpLightning.Sandbox.Faults;
using HelpLightning.Sandbox.RequestLog;
using HelpLightning.Sandbox.Storage;
using HelpLightning.Sandbox.Webhooks;

namespace HelpLightning.Sandbox.Scenarios;

/// <summary>Brings the sandbox into a state, wholly or not at all: back to its seed, or what a scenario describes.</summary>
internal sealed class StateLoader(
    HelpLightningSandboxOptions options,
    SandboxDatabase database,
    SandboxClock clock,
    FaultPlan faults,
    RequestRing requests,
    WebhookDispatcher dispatcher,
    CallLife calls) : IDisposable
{
    private readonly SemaphoreSlim _rebuilding = new(1);

    /// <summary>Back to the seed.</summary>
    public Task ResetAsync(CancellationToken cancellationToken) => RebuildAsync(options.Seed, () => { }, _ => { }, cancellationToken);

    /// <exception cref="SandboxException">The scenario is wrong; the message names the place.</exception>
    public Task LoadAsync(string json, CancellationToken cancellationToken) => LoadAsync(ScenarioReader.Read(json), cancellationToken);

    public async Task LoadAsync(Scenario scenario, CancellationToken cancellationToken)
    {
        void Load(Db db) => new ScenarioLoader(db, options.SiteId.Value, calls, clock).Load(scenario);

        if (scenario.Seed is { } seed)
        {
            await RebuildAsync(seed, () => SetClock(scenario), Load, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            SandboxClock.Snapshot before = clock.Save();
            try
            {
                database.Write(db =>
                {
                    SetClock(scenario);
                    Load(db);
                });
                dispatcher.Start();
            }
            catch
            {
                clock.Restore(before);
                throw;
            }
        }

        foreach (SandboxFault fault in scenario.Faults)
        {
            faults.Add(fault);
        }
    }

    public void Dispose() => _rebuilding.Dispose();

    private async Task RebuildAsync(SandboxSeed seed, Action setClock, Action<Db> load, CancellationToken cancellationToken)
    {
        await _rebuilding.WaitAsync(cancellationToken).ConfigureAwait(false);
        SandboxClock.Snapshot before = clock.Save();
        try
        {
            // A delivery under way must not be written down under the number of a new one.
            await dispatcher.PauseAsync().ConfigureAwait(false);
            clock.Reset();
            setClock();
            database.Write(db =>
            {
                DatabaseContent.Reset(db, options, seed, clock);

                // After a reset to nobody there may be no workspace any more that one of them was for.
                WebhookStore.AddAll(db, options.Webhooks.Where(webhook => WebhookStore.HasSite(db, webhook)));
                load(db);
            });
            dispatcher.Forget();
            faults.Reset();
            requests.Clear();
        }
        catch
        {
            clock.Restore(before);
            throw;
        }
        finally
        {
            dispatcher.Start();
            _rebuilding.Release();
        }
    }

    private void SetClock(Scenario scenario)
    {
        try
        {
            if (scenario.Frozen)
            {
                clock.Freeze(scenario.Now);
            }
            else if (scenario.Now is { } now)
            {
                clock.Freeze(now);
                clock.Unfreeze();
            }
        }
        catch (ArgumentOutOfRangeException)
        {
            throw SandboxException.BadParameter("'clock.now' is more than a hundred years away from this machine's clock.");
        }
    }
}
