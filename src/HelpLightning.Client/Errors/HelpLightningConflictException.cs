namespace HelpLightning.Client;

/// <summary>It collides with what is there already (409, or a vendor code such as EMAIL_TAKEN): trying again does not help.</summary>
public sealed class HelpLightningConflictException : HelpLightningApiException
{
    internal HelpLightningConflictException(string message, string? remedy, ApiErrorDetails details)
        : base(message, remedy, details)
    {
    }
}
