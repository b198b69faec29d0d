using Aspire.Hosting.ApplicationModel;

namespace HelpLightning.Aspire.Hosting;

/// <summary>A value that is known once the sandbox runs: who asks for it waits until then, or hears why it does not run.</summary>
internal sealed class SandboxSetting(SandboxRun run, Func<SandboxRun, string> read) : IValueProvider
{
    public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default)
    {
        await run.GetAsync(cancellationToken).ConfigureAwait(false);
        return read(run);
    }
}
