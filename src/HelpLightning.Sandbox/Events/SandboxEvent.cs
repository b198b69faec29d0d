namespace HelpLightning.Sandbox.Events;

/// <summary>Something that a webhook can tell.</summary>
/// <param name="Type">A webhook is for one type.</param>
/// <param name="Category">Such as <c>started</c>.</param>
/// <param name="SiteId">The site or workspace in which it happened.</param>
/// <param name="At">When.</param>
/// <param name="Data">The JSON object of the payload's <c>data</c>, in UTF-8.</param>
internal sealed record SandboxEvent(SandboxEventType Type, string Category, long SiteId, DateTimeOffset At, ReadOnlyMemory<byte> Data);
