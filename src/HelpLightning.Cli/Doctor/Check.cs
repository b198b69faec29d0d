namespace HelpLightning.Cli.Doctor;

/// <summary>Looks at one thing.</summary>
/// <param name="name">Of <see cref="CheckNames"/>.</param>
/// <param name="needs">The checks that must have gone well before this one makes sense.</param>
internal abstract class Check(string name, params string[] needs)
{
    public string Name { get; } = name;

    public IReadOnlyList<string> Needs { get; } = needs;

    public abstract Task<CheckResult> RunAsync(Examination examination, CancellationToken cancellationToken);

    public CheckResult Skipped(string why) => new(Name, CheckStatus.Skipped, why);

    /// <summary>A message of hl's has the cause in its first sentence and the remedy in the rest.</summary>
    public CheckResult FailedWith(string message, int exitCode)
    {
        int end = message.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? Failed(exitCode, message.TrimEnd('.'), null) : Failed(exitCode, message[..end], message[(end + 2)..]);
    }

    protected CheckResult Ok(string detail) => new(Name, CheckStatus.Ok, detail);

    protected CheckResult Warning(string detail, string? remedy) => new(Name, CheckStatus.Warning, detail, remedy);

    protected CheckResult Failed(int exitCode, string detail, string? remedy) => new(Name, CheckStatus.Failed, detail, remedy, exitCode);
}
