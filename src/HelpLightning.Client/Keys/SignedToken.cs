namespace HelpLightning.Client;

/// <summary>A partner token, and in whose turn it was signed.</summary>
internal readonly record struct SignedToken(string Value, KeyTurn By);
