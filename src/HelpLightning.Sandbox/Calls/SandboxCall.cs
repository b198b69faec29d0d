namespace HelpLightning.Sandbox;

/// <summary>A call that was started.</summary>
/// <param name="CallId"><c>call_</c> and a uuid.</param>
/// <param name="SessionId">The session that it belongs to.</param>
public sealed record SandboxCall(string CallId, string SessionId);
