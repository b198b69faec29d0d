using System.Security.Cryptography;
using HelpLightning.PartnerKeys;
using HelpLightning.Pkcs11.Cryptoki;
using HelpLightning.Pkcs11.Faults;
using HelpLightning.Pkcs11.Pins;
using HelpLightning.Pkcs11.Sessions;
using HelpLightning.Pkcs11.Uris;

namespace HelpLightning.Pkcs11;

/// <content>New pairs, made on the token.</content>
public sealed partial class Pkcs11Key
{
    /// <summary>
    /// Makes a new pair on the token and opens it. The private half is made there, cannot be read and cannot be taken out
    /// (CKA_SENSITIVE, not CKA_EXTRACTABLE); it signs once, and the signature is checked, before the key is given out.
    /// </summary>
    /// <param name="uri">Names the token, and the new key's label as <c>object</c>; its <c>id</c> is random unless it is there.</param>
    /// <param name="keySizeInBits">2048, 3072 or 4096.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="PartnerKeyException">
    /// The token cannot make it; or it has a key of that label or id already, which stays as it is.
    /// </exception>
    public static Pkcs11Key Create(string uri, int keySizeInBits = 2048, Pkcs11KeyOptions? options = null)
    {
        if (keySizeInBits is not (2048 or 3072 or 4096))
        {
            throw new ArgumentOutOfRangeException(nameof(keySizeInBits), keySizeInBits, "A new key has 2048, 3072 or 4096 bits.");
        }

        Pkcs11Uri read = Pkcs11UriReader.Read(uri);
        if (string.IsNullOrEmpty(read.Object))
        {
            throw Fault.Uri("The key's URI does not say what the new key is to be called.",
                "Add object=LABEL, a label that the token has not yet");
        }

        // The id ties the two halves together for other programs, so that it is never left out.
        read = read with { Id = read.Id is { Length: > 0 } id ? id : RandomNumberGenerator.GetBytes(8) };
        PinSource? pin = PinSource.Of(read);
        CryptokiModule module = CryptokiModule.Acquire(ModuleFile.Find(read.ModulePath, read.ModuleName));
        try
        {
            new KeyMaker(module, read, new TokenLogin(pin, read)).Make(keySizeInBits);
            Pkcs11Key key = Open(read, options ?? new Pkcs11KeyOptions());
            key.RequireSigns();
            return key;
        }
        finally
        {
            module.Release();
        }
    }

    private void RequireSigns()
    {
        try
        {
            _ = new PartnerTokenSigner(this, new SiteId(1)).Sign();
        }
        catch (PartnerSigningException e)
        {
            Dispose();
            throw Fault.Of(
                PartnerKeyProblem.DeviceFailed, $"The pair was made, but does not sign: {e.Message}",
                "Remove it from the token, and see whether the token makes PKCS#1 v1.5 signatures");
        }
    }
}
