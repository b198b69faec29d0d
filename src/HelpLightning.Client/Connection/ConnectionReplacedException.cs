namespace HelpLightning.Client;

/// <summary>Other settings came into force before the token was signed: nothing was sent, and the attempt begins anew with them.</summary>
internal sealed class ConnectionReplacedException() : InvalidOperationException("The settings have changed before the request was sent.");
