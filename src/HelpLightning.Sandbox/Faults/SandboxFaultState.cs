namespace HelpLightning.Sandbox;

/// <summary>A fault that was asked for, and what it has done so far.</summary>
/// <param name="Id">To remove it by; counts from 1.</param>
/// <param name="Fault">What was asked for.</param>
/// <param name="Matched">Requests that it was for.</param>
/// <param name="Hit">Requests that it spoiled.</param>
/// <param name="Remaining">How many hits are left; null for no end. At 0 it does nothing more.</param>
public sealed record SandboxFaultState(long Id, SandboxFault Fault, long Matched, long Hit, int? Remaining);
