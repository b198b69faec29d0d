namespace HelpLightning.Sandbox.Errors;

/// <summary>Ends a request because its token has expired; the options say how that is answered.</summary>
internal sealed class ExpiredTokenException(string message) : Exception(message);
