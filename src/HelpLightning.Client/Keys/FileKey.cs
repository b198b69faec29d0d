using System.Security.Cryptography;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Client;

/// <summary>
/// A key in a file, which is read again when its content changes. Beside it, with <c>.next</c> after its name, may lie the key that is to
/// come: it is tried when the server refuses the present one, so that the change is taken at the moment at which the server makes it.
/// </summary>
internal sealed class FileKey(string path, HelpLightningOptions options, TimeProvider clock) : KeyOrigin(options, clock)
{
    private readonly string _path = path;

    /// <summary>What the file held before the key was read from it: what comes meanwhile is seen as a change.</summary>
    private readonly FileContent _content = new(path, isInUse: true);

    private readonly FileContent _next = new(path + ".next", isInUse: false);

    public override string Name => $"The partner key file {_path}";

    public override bool CanChange => true;

    public override bool IsCheapToLookAt => true;

    public override KeyInForce Load()
    {
        using Passphrase passphrase = Passphrase.Of(Options);
        return InForce(PartnerKey.FromFile(_path, passphrase.Text), isOwned: true);
    }

    public override KeyInForce? LoadChange(bool isRefused) =>
        TryRead(_content, _path) ?? (_content.IsReadable
            ? isRefused ? LoadNext() : null
            : throw new PartnerKeyException(
                PartnerKeyProblem.NotReadable, $"File '{_path}' is gone or cannot be read.",
                new PartnerKeyRemedy(PartnerKeyRemedyKind.Advice, "Put the key back, or let this user read it")));

    private KeyInForce? LoadNext()
    {
        try
        {
            return TryRead(_next, _path + ".next") is { } next ? next.AsCandidate() : null;
        }
        catch (PartnerKeyException)
        {
            // It is nobody's key yet, so that nothing is wrong with what is in force.
            return null;
        }
    }

    private KeyInForce? TryRead(FileContent file, string path)
    {
        byte[]? content = file.ReadChange(out byte[] digest);
        if (content is null)
        {
            return null;
        }

        try
        {
            using Passphrase passphrase = Passphrase.Of(Options);
            KeyInForce fresh = InForce(PartnerKey.FromBytes(content, passphrase.Text, path), isOwned: true);
            file.Accept(digest);
            return fresh;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }
}
