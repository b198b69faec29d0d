namespace HelpLightning.Client;

/// <summary>A setting is missing or wrong; the message names it.</summary>
public sealed class HelpLightningConfigurationException : HelpLightningException
{
    internal HelpLightningConfigurationException(string message)
        : base(message)
    {
    }
}
