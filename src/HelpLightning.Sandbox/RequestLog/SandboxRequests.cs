using HelpLightning.Sandbox.RequestLog;

namespace HelpLightning.Sandbox;

/// <summary>
/// The request log. Whoever has an answer finds its request here. Nothing secret is in it. Safe to use from several threads.
/// </summary>
public sealed class SandboxRequests
{
    private readonly RequestRing _ring;

    internal SandboxRequests(RequestRing ring)
    {
        _ring = ring;
    }

    /// <summary>The latest requests, at most a thousand, the newest last.</summary>
    public IReadOnlyList<SandboxRequestLogEntry> List() => _ring.After(0, int.MaxValue);

    /// <summary>Forgets the requests so far. The next one's number goes on from the last.</summary>
    public void Clear() => _ring.Clear();
}
