namespace HelpLightning.Client;

/// <summary>There is no such thing at that path (404), or this token cannot see it.</summary>
public sealed class HelpLightningNotFoundException : HelpLightningApiException
{
    internal HelpLightningNotFoundException(string message, string? remedy, ApiErrorDetails details)
        : base(message, remedy, details)
    {
    }
}
