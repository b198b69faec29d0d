using HelpLightning.PartnerKeys;

namespace HelpLightning.Cli.Tests;

/// <summary>The key of sites for which any key will do: to read one takes a thousandth of the time that it takes to make one.</summary>
internal static class TestKey
{
    public static PartnerKey Read() => PartnerKey.FromFile(Path.Combine(AppContext.BaseDirectory, "keys", "test-2048-pkcs8.pem"));
}
