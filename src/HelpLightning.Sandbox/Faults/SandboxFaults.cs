using HelpLightning.Sandbox.Faults;

namespace HelpLightning.Sandbox;

/// <summary>How the sandbox misbehaves. Safe to use from several threads.</summary>
public sealed class SandboxFaults
{
    private readonly FaultPlan _plan;

    internal SandboxFaults(FaultPlan plan)
    {
        _plan = plan;
    }

    /// <summary>The faults in force, in the order in which they are tried, with what they have done so far.</summary>
    public IReadOnlyList<SandboxFaultState> List() => _plan.States;

    /// <summary>Misbehaves from now on.</summary>
    /// <returns>The number to remove the fault by.</returns>
    /// <exception cref="FormatException">The fault makes no sense, or there are a thousand already; the message says why.</exception>
    public long Add(SandboxFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return _plan.Add(fault);
    }

    /// <summary>Misbehaves from now on, as a line says: <c>GET /api/v1r1/** 503 next=2</c>.</summary>
    /// <returns>The number to remove the fault by.</returns>
    /// <exception cref="FormatException">The text is no fault; the message names the word.</exception>
    public long Add(string fault) => Add(SandboxFault.Parse(fault));

    /// <summary>Removes a fault; false when there is none of that number.</summary>
    public bool Remove(long id) => _plan.Remove(id);

    /// <summary>Removes every fault, those of the options too.</summary>
    public void Clear() => _plan.Clear();
}
