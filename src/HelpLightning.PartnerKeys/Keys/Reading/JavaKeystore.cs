namespace HelpLightning.PartnerKeys;

/// <summary>The marks that the keystores JKS and JCEKS of Java begin with.</summary>
internal static class JavaKeystore
{
    public static bool IsOne(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0xfe, 0xed, 0xfe, 0xed]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xce, 0xce, 0xce, 0xce]);
}
