namespace HelpLightning.PartnerKeys;

/// <summary>What mends a refused key, for programs that word it for their own users.</summary>
public enum PartnerKeyRemedyKind
{
    /// <summary>Nothing that a program could offer: the words say what a person does.</summary>
    Advice,

    /// <summary>
    /// The key is good, its form is not: <see cref="PartnerKeyRemedy.Command"/> writes it into a new file in a form that is
    /// accepted.
    /// </summary>
    Convert,

    /// <summary>The passphrase is missing; or the key is decrypted into a new file.</summary>
    GivePassphrase,

    /// <summary>A private key stands where its public half belongs.</summary>
    GivePublicHalf,

    /// <summary>There is no key here that could be used. If there is none elsewhere, a new one must be made.</summary>
    CreateKey,
}
