namespace HelpLightning.Client;

/// <summary>A request was meant for another host than the configured one. Nothing was sent.</summary>
public sealed class HelpLightningOriginException : HelpLightningException
{
    internal HelpLightningOriginException(string message)
        : base(message)
    {
    }
}
