namespace HelpLightning.PartnerKeys;

/// <summary>What must be known of a PKCS#12 container (RFC 7292) to open it with other tools.</summary>
internal static class Pkcs12Container
{
    /// <summary>The object identifiers 1.2.840.113549.1.12.1.1 to .6, but for their last byte.</summary>
    private static ReadOnlySpan<byte> OldSchemes => [0x06, 0x0a, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c, 0x01];

    /// <summary>Some of it is encrypted with RC2 or RC4, as Windows and old tools do it: OpenSSL 3 must be asked to read those.</summary>
    public static bool NeedsOldMethods(ReadOnlySpan<byte> der)
    {
        while (der.IndexOf(OldSchemes) is >= 0 and int at && at + OldSchemes.Length < der.Length)
        {
            der = der[(at + OldSchemes.Length)..];
            if (der[0] is 1 or 2 or 5 or 6)
            {
                return true;
            }
        }

        return false;
    }
}
