namespace HelpLightning.Client;

/// <summary>Where a site lives. Each site is in exactly one data centre; both run the same API.</summary>
public enum DataCenter
{
    /// <summary><c>https://api.helplightning.net</c></summary>
    US,

    /// <summary><c>https://api.eu1.helplightning.net</c></summary>
    EU,
}
