namespace HelpLightning.Cli.Doctor.Checks;

/// <summary>All checks, in the order in which they are made.</summary>
internal static class CheckList
{
    public static IReadOnlyList<Check> All { get; } =
    [
        new SettingsFileCheck(), new ProfileCheck(), new SiteIdCheck(), new ApiKeyCheck(), new KeyCheck(),
        new KeyModeCheck(), new KeySizeCheck(),
        new KeyRepositoryCheck(), new AddressCheck(), new ProxyCheck(), new HostNameCheck(), new ConnectionCheck(),
        new TlsCheck(), new AnswerCheck(),
        new ClockCheck(), new ApiKeyAcceptedCheck(), new TokenAcceptedCheck(), new SiteKindCheck(),
    ];
}
