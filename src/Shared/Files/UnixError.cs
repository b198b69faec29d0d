namespace HelpLightning.Files;

/// <summary>Numbers of errors (errno), where Linux and macOS differ in both.</summary>
internal static class UnixError
{
    public const int NotFound = 2;
    public const int NotAllowed = 13;
    public const int Exists = 17;
    public const int NotAFolder = 20;

    public static readonly int Loop = OperatingSystem.IsLinux() ? 40 : 62;
    public static readonly int NameTooLong = OperatingSystem.IsLinux() ? 36 : 63;
}
