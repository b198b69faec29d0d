using HelpLightning.Webhooks;

namespace HelpLightning.Cli.Webhooks;

/// <summary>Checks a body as a receiver does, against all secrets that are known.</summary>
internal sealed class SignatureCheck(IReadOnlyList<KnownSecret> secrets)
{
    private readonly WebhookSecret[] _secrets = [.. secrets.Select(static s => s.Secret)];

    public IReadOnlyList<KnownSecret> Secrets => secrets;

    /// <param name="body">Its bytes.</param>
    /// <param name="signature">The value of the header.</param>
    /// <param name="signedBy">The secret that signed it, when one did.</param>
    public WebhookSignatureResult Verify(ReadOnlySpan<byte> body, string signature, out KnownSecret? signedBy)
    {
        WebhookSignatureResult result = WebhookSignature.Verify(body, signature, _secrets, out WebhookSecret? found);
        signedBy = secrets.FirstOrDefault(s => s.Secret == found);
        return result;
    }
}
