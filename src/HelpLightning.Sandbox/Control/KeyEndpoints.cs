using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox.Authentication;
using HelpLightning.Sandbox.Json;

namespace HelpLightning.Sandbox.Control;

/// <summary><c>/_sandbox/keys</c>: what an administrator does in the Developer tab, for scripts.</summary>
internal sealed class KeyEndpoints(PartnerKeyStore keys, SiteId site)
{
    private const int LongestKey = 16 * 1024;

    public void Map(ControlMap map) => map.Post("/keys", (_, body, answer) =>
    {
        string text = body.AnyText("public_key", LongestKey);
        long owner = body.Number("workspace", 1, long.MaxValue) ?? site.Value;
        body.RequireNoOthers();
        PartnerPublicKey key = Read(body, text);
        try
        {
            keys.Register(owner, key);
        }
        catch (ArgumentException e)
        {
            throw body.Wrong(body.Raw("workspace") is null ? "public_key" : "workspace", $"is refused: {e.Message.TrimEnd('.')}");
        }

        answer.WriteNumber("site_id"u8, owner);
        answer.WriteString("thumbprint"u8, key.Thumbprint);
        answer.WriteNumber("bits"u8, key.KeySizeInBits);
    });

    private static PartnerPublicKey Read(JsonFields body, string text)
    {
        try
        {
            return PartnerPublicKey.FromText(text);
        }
        catch (PartnerKeyException e)
        {
            throw body.Wrong("public_key", $"is none: {e.Finding.TrimEnd('.')}");
        }
    }
}
