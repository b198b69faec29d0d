namespace HelpLightning.PartnerKeys;

/// <summary>PuTTY's own format (.ppk), whose first lines say which algorithm and whether it is encrypted.</summary>
internal static class PuttyKey
{
    private const string Mark = "PuTTY-User-Key-File-";

    /// <returns>Null when the text is no such file.</returns>
    public static KeyBlock? Read(ReadOnlySpan<char> text, KeySource source)
    {
        if (!text.StartsWith(Mark))
        {
            return null;
        }

        ReadOnlySpan<char> first = text[..Math.Max(0, text.IndexOf('\n'))];
        bool isRsa = first.IndexOf(": ssh-rsa") > 0;
        bool isEncrypted = text.IndexOf("\nEncryption: none") < 0;
        return KeyBlock.Refused("PuTTY key", isPrivate: true, isRsa
            ? KeyFault.Putty(source, isEncrypted)
            : KeyFault.WrongAlgorithm(source, "a PuTTY key that is not RSA"));
    }
}
