namespace HelpLightning.Cli.Doctor;

/// <summary>A check that waits for nothing.</summary>
internal abstract class LocalCheck(string name, params string[] needs) : Check(name, needs)
{
    public sealed override Task<CheckResult> RunAsync(Examination examination, CancellationToken cancellationToken) =>
        Task.FromResult(Run(examination));

    protected abstract CheckResult Run(Examination examination);
}
