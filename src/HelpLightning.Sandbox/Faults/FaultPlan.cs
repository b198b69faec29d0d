using System.Collections.Immutable;

namespace HelpLightning.Sandbox.Faults;

/// <summary>Every fault in force. Reading it costs a request nothing when there is none.</summary>
internal sealed class FaultPlan
{
    /// <summary>Beyond this somebody adds faults in a loop and never clears them.</summary>
    private const int Most = 1000;

    private readonly IReadOnlyList<SandboxFault> _initial;
    private readonly ulong _seed;
    private readonly Func<string, string, bool> _beginsReport;
    private ImmutableArray<FaultRule> _rules = [];
    private long _lastId;

    /// <param name="initial">What it begins with, and comes back to.</param>
    /// <param name="seed">Decides which requests are hit where not all are.</param>
    /// <param name="beginsReport">Whether a request, by its method and path, begins a report.</param>
    public FaultPlan(IReadOnlyList<SandboxFault> initial, int seed, Func<string, string, bool> beginsReport)
    {
        _initial = initial;
        _seed = (ulong)seed;
        _beginsReport = beginsReport;
        Reset();
    }

    public IReadOnlyList<SandboxFaultState> States => [.. _rules.Select(r => r.State)];

    /// <exception cref="FormatException">The fault makes no sense; the message says why.</exception>
    public long Add(SandboxFault fault)
    {
        FaultText.Check(fault);
        if (_rules.Length >= Most)
        {
            throw new FormatException($"There are {Most} faults already: clear them first.");
        }

        FaultRule rule = new(Interlocked.Increment(ref _lastId), fault, _seed);
        ImmutableInterlocked.Update(ref _rules, rules => rules.Add(rule));
        return rule.Id;
    }

    public bool Remove(long id) => ImmutableInterlocked.Update(ref _rules, rules => rules.RemoveAll(r => r.Id == id));

    public void Clear() => ImmutableInterlocked.InterlockedExchange(ref _rules, []);

    /// <summary>Back to the faults that the sandbox was started with, with nothing counted.</summary>
    public void Reset()
    {
        Clear();
        Interlocked.Exchange(ref _lastId, 0);
        foreach (SandboxFault fault in _initial)
        {
            Add(fault);
        }
    }

    /// <summary>The first in the order of adding that hits the request, or null.</summary>
    /// <param name="method">The request's.</param>
    /// <param name="path">The request's, without the query.</param>
    /// <param name="reports">
    /// The faults of reports that are for the request, up to the one that is answered. They count reports and not requests, so
    /// they are counted, and decide, when the report begins: the request may be refused before.
    /// </param>
    public SandboxFault? Find(string method, string path, out IReadOnlyList<FaultRule> reports)
    {
        List<FaultRule>? ofReports = null;
        SandboxFault? found = null;
        foreach (FaultRule rule in _rules)
        {
            if (!rule.IsFor(method, path) || (rule.Fault.FailReport && !_beginsReport(method, path)))
            {
                continue;
            }

            if (rule.Fault.FailReport)
            {
                (ofReports ??= []).Add(rule);
            }

            if (rule.Fault.FailReport ? rule.HitsNext : rule.Hits())
            {
                found = rule.Fault;
                break;
            }
        }

        reports = ofReports ?? (IReadOnlyList<FaultRule>)[];
        return found;
    }
}
