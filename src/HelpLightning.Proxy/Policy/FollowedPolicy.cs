using HelpLightning.Files;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HelpLightning.Proxy;

/// <summary>
/// The policy of a file as it changes: written in place, renamed into its place or reached by a link that was moved. It is looked at when
/// the policy is asked for, once a second at most, and told by its content. A file that cannot be used leaves the last good policy in
/// force. Safe for many threads, of which one looks while the others go on with what is in force.
/// </summary>
public sealed class FollowedPolicy
{
    private readonly FollowedFile<ProxyPolicy> _file;

    /// <param name="path">The file: see <see cref="ProxyPolicyFile"/>. A pipe is read once.</param>
    /// <param name="logger">Told of each policy that comes into force and, once, of each problem; null for nobody.</param>
    /// <param name="clock">For tests; null for the system's.</param>
    /// <exception cref="ProxyPolicyException">The file cannot be read or is no policy.</exception>
    public FollowedPolicy(string path, ILogger? logger = null, TimeProvider? clock = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        string whole = Path.GetFullPath(path);
        ILogger log = logger ?? NullLogger.Instance;
        ChangingFile file = new(whole, ProxyPolicyFile.Largest);
        _file = new FollowedFile<ProxyPolicy>(() => ProxyPolicyFile.TakeChange(file, whole), clock ?? TimeProvider.System)
        {
            Changed = policy => PolicyLog.InForce(log, whole, policy.Allow.Length, policy.Deny.Length, policy.ReadOnly),
            Broken = problem => PolicyLog.Unusable(log, problem),
            Mended = () => PolicyLog.Usable(log, whole),
        };
    }

    /// <summary>The policy in force. Looks at the file when the last look is a second ago.</summary>
    public ProxyPolicy Current => _file.Look();

    /// <summary>Why the file could not be used at the last look, so that an older policy is in force; null when it could.</summary>
    public string? Problem => _file.Problem;

    /// <summary>Looks at the file now, and waits for the look. For a signal that says that it has changed.</summary>
    public void Refresh() => _file.Refresh();
}
