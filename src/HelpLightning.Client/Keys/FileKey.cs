using System.Security.Cryptography;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Client;

/// <summary>A key in a file, which is read again when its content changes.</summary>
internal sealed class FileKey(string path, HelpLightningOptions options, TimeProvider clock) : KeyOrigin(options, clock)
{
    /// <summary>What the file held before the key was read from it: what comes meanwhile is seen as a change.</summary>
    private readonly FileContent _content = new(path);

    public override string Name => $"The partner key file {path}";

    public override bool CanChange => true;

    public override bool IsCheapToLookAt => true;

    public override KeyInForce Load()
    {
        using Passphrase passphrase = Passphrase.Of(Options);
        return InForce(PartnerKey.FromFile(path, passphrase.Text), isOwned: true);
    }

    public override KeyInForce? LoadChange()
    {
        byte[]? content = _content.ReadChange(out byte[] digest);
        if (content is null)
        {
            return _content.IsReadable ? null : throw new PartnerKeyException(
                PartnerKeyProblem.NotReadable, $"File '{path}' is gone or cannot be read.",
                new PartnerKeyRemedy(PartnerKeyRemedyKind.Advice, "Put the key back, or let this user read it"));
        }

        try
        {
            using Passphrase passphrase = Passphrase.Of(Options);
            KeyInForce fresh = InForce(PartnerKey.FromBytes(content, passphrase.Text, path), isOwned: true);
            _content.Accept(digest);
            return fresh;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }
}
