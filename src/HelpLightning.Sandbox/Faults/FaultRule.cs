using HelpLightning.Sandbox.Randomness;

namespace HelpLightning.Sandbox.Faults;

/// <summary>A fault in force: which requests it is for, and which of those it hits.</summary>
internal sealed class FaultRule(long id, SandboxFault fault, ulong seed)
{
    private readonly string[]? _pattern = fault.Path?.Split('/');
    private long _matched;
    private int _hits;

    public long Id => id;

    public SandboxFault Fault => fault;

    public SandboxFaultState State =>
        new(id, fault, Interlocked.Read(ref _matched), Volatile.Read(ref _hits), fault.Next - Volatile.Read(ref _hits));

    /// <summary>Whether the next one that is counted will be hit.</summary>
    public bool HitsNext => IsDrawn(Interlocked.Read(ref _matched) + 1) && !(Volatile.Read(ref _hits) >= fault.Next);

    public bool IsFor(string method, string path) =>
        (fault.Method is null || fault.Method == method) && (_pattern is null || Matches(_pattern, path.Split('/')));

    /// <summary>Counts one that it is for, and tells whether it is hit.</summary>
    public bool Hits() => IsDrawn(Interlocked.Increment(ref _matched)) && TakeOne();

    private static bool Matches(string[] pattern, string[] path)
    {
        for (int i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == "**" && i == pattern.Length - 1)
            {
                return path.Length >= i;
            }

            bool isHole = pattern[i] == "*" || (pattern[i].StartsWith('{') && pattern[i].EndsWith('}'));
            if (i >= path.Length || (!isHole && !pattern[i].Equals(path[i], StringComparison.OrdinalIgnoreCase)))
            {
                return false;
            }
        }

        return pattern.Length == path.Length;
    }

    /// <summary>
    /// Decided by the request's number and the seed alone, so that requests which come at once do not change how many
    /// are hit.
    /// </summary>
    private bool IsDrawn(long number)
    {
        ulong z = (seed * 0x9e3779b97f4a7c15) + ((ulong)id * 0xd1b54a32d192ed03) + ((ulong)number * 0x9e3779b97f4a7c15);
        return (SplitMix64.Mix(z) >> 11) * (1.0 / (1UL << 53)) < fault.Probability;
    }

    private bool TakeOne()
    {
        while (true)
        {
            int hits = Volatile.Read(ref _hits);
            if (hits >= fault.Next)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _hits, hits + 1, hits) == hits)
            {
                return true;
            }
        }
    }
}
