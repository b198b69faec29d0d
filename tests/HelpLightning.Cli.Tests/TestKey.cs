using HelpLightning.PartnerKeys;

namespace HelpLightning.Cli.Tests;

/// <summary>The key of sites for which any key will do: to make one takes the processor longer than many a test.</summary>
internal static class TestKey
{
    public static PartnerKey Read() => PartnerKey.FromFile(Path.Combine(AppContext.BaseDirectory, "keys", "test-2048-pkcs8.pem"));
}
