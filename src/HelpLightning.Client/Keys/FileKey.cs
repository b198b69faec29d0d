using HelpLightning.Files;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Client;

/// <summary>
/// A key in a file, which is read again when its content changes. Beside it, with <c>.next</c> after its name, may lie the key that is to
/// come: it is tried when the server refuses the present one, so that the change is taken at the moment at which the server makes it.
/// </summary>
internal sealed class FileKey(string path, HelpLightningOptions options, TimeProvider clock) : KeyOrigin(options, clock)
{
    /// <summary>No key is larger. Reading a key from more says why not.</summary>
    private const int Largest = 64 * 1024;

    private readonly string _path = path;
    private readonly string _nextPath = path + ".next";
    private readonly ChangingFile _file = new(path, Largest);
    private readonly ChangingFile _next = new(path + ".next", Largest);

    public override string Name => $"The partner key file {_path}";

    public override bool CanChange => true;

    public override bool IsCheapToLookAt => true;

    public override KeyInForce Load()
    {
        _file.TakeAsItIs();
        using Passphrase passphrase = Passphrase.Of(Options);
        return InForce(PartnerKey.FromFile(_path, passphrase.Text), isOwned: true);
    }

    public override KeyInForce? LoadChange(bool isRefused)
    {
        try
        {
            return TakeChange(_file, _path) ?? (isRefused ? LoadNext() : null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PartnerKeyException(
                PartnerKeyProblem.NotReadable, $"File '{_path}' is gone or cannot be read.",
                new PartnerKeyRemedy(PartnerKeyRemedyKind.Advice, "Put the key back, or let this user read it"));
        }
    }

    private KeyInForce? LoadNext()
    {
        try
        {
            return TakeChange(_next, _nextPath)?.AsCandidate();
        }
        catch (Exception e) when (e is PartnerKeyException or IOException or UnauthorizedAccessException)
        {
            // There is none, or it is nobody's key yet, so that nothing is wrong with what is in force.
            return null;
        }
    }

    private KeyInForce? TakeChange(ChangingFile file, string path) => file.TakeChange(content =>
    {
        using Passphrase passphrase = Passphrase.Of(Options);
        return InForce(PartnerKey.FromBytes(content, passphrase.Text, path), isOwned: true);
    });
}
