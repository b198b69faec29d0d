namespace HelpLightning.Cli.Doctor;

/// <summary>What checks are called, in the order in which they are made: from the inside out.</summary>
internal static class CheckNames
{
    public const string SettingsFile = "settings file";
    public const string Profile = "profile";
    public const string SiteId = "site id";
    public const string ApiKey = "API key";
    public const string Key = "partner key";
    public const string KeyMode = "key's mode";
    public const string KeySize = "key's size";
    public const string KeyRepository = "key and git";
    public const string Address = "address";
    public const string Proxy = "proxy";
    public const string HostName = "host name";
    public const string Connection = "connection";
    public const string Tls = "TLS";
    public const string Answer = "answer";
    public const string Clock = "clock";
    public const string ApiKeyAccepted = "API key taken";
    public const string TokenAccepted = "token taken";
    public const string SiteKind = "kind of key";
}
