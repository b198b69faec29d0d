using System.Text.Json;
using HelpLightning.Webhooks;
using HelpLightning.Webhooks.Tests.Signatures;

namespace HelpLightning.Interop.Tests;

/// <summary>A receiver in the manner of the vendor's samples and ours say yes to the same requests, and no to the same.</summary>
public sealed class WebhookSignatureTests
{
    [Fact]
    public async Task The_vendors_check_and_ours_agree()
    {
        await Peer.RequireAsync(Peer.Python, "--version");
        (string Secret, byte[] Body, string Header)[] cases =
        [
            .. Forgery.All.Where(static f => f.Headers.Length == 1).Select(static f => (Forgery.Secret, f.Body, f.Headers[0])),
            .. ((string[])["s", "with space ", "\u00fc\u4e2d\ud83d\ude00", new string('k', 300)]).SelectMany(static secret => new[]
            {
                Genuine(secret, Forgery.Genuine), Genuine(secret, []), Genuine(secret, [0, 0xff, 0x0a]), Genuine(secret, new byte[100_000]),
            }),
        ];
        string input = string.Concat(cases.Select(static c => $$"""
            {"secret":{{JsonSerializer.Serialize(c.Secret)}},"body":"{{Convert.ToBase64String(c.Body)}}","header":{{JsonSerializer.Serialize(c.Header)}}}

            """));
        PeerResult judged = await Peer.RunWithAsync(Peer.Python, input, null, Peer.Script("webhook_signature.py"));
        Assert.Equal((0, ""), (judged.ExitCode, judged.Error));

        string[] ours = [.. cases.Select(static c => WebhookSignature.Verify(c.Body, c.Header, WebhookSecret.FromText(c.Secret))
            == WebhookSignatureResult.Valid ? "valid" : "refused")];
        Assert.Equal(judged.Output.Split('\n'), ours);
        Assert.Equal((true, 16), (ours.Count(static o => o == "refused") >= 40, ours.Count(static o => o == "valid")));
    }

    private static (string Secret, byte[] Body, string Header) Genuine(string secret, byte[] body) =>
        (secret, body, WebhookSignature.Create(body, WebhookSecret.FromText(secret)));
}
