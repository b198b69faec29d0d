using System.Text;
using System.Text.Json.Nodes;
using HelpLightning.PartnerKeys;

namespace HelpLightning.AwsKms.Tests.Fakes;

/// <summary>Google Cloud KMS as its REST reference v1 describes it, with one version of one key, and checksums in both directions.</summary>
internal sealed class FakeGoogle : FakeService
{
    public const string Name = "projects/p/locations/europe-west3/keyRings/r/cryptoKeys/help-lightning/cryptoKeyVersions/1";
    public const string Token = "ya29.not-a-secret";

    public PartnerKey SigningKey { get; set; } = TestKeys.Key;

    public string Algorithm { get; set; } = "RSA_SIGN_PKCS1_2048_SHA256";

    /// <summary>Changes what is answered on its way.</summary>
    public Action<JsonObject> Damage { get; set; } = static _ => { };

    public static Task<FakeGoogle> StartAsync() => StartAsync(new FakeGoogle());

    public static FakeAnswer Error(int status, params (string Name, string Value)[] headers) =>
        new(status, new JsonObject { ["error"] = new JsonObject { ["code"] = status, ["status"] = "NO" } }.ToJsonString(), headers);

    protected override FakeAnswer Answer(FakeRequest request) =>
        request.Header("Authorization") != $"Bearer {Token}" ? Error(401) : (request.Method, request.Target) switch
        {
            ("GET", $"/v1/{Name}/publicKey") => Key(),
            ("POST", $"/v1/{Name}:asymmetricSign") => Sign(JsonNode.Parse(request.Body)!.AsObject()),
            _ => Error(404),
        };

    /// <summary>CRC-32C by its definition, bit by bit (RFC 3720 appendix B.4).</summary>
    public static string Crc32C(ReadOnlySpan<byte> bytes)
    {
        uint crc = 0xFFFFFFFF;
        foreach (byte one in bytes)
        {
            crc ^= one;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0x82F63B78;
            }
        }

        return $"{crc ^ 0xFFFFFFFF}";
    }

    private FakeAnswer Key()
    {
        string pem = TestKeys.Key.PublicKey.ToPem();
        return Ok(new JsonObject { ["pem"] = pem, ["algorithm"] = Algorithm, ["pemCrc32c"] = Crc32C(Encoding.ASCII.GetBytes(pem)), ["name"] = Name, ["protectionLevel"] = "HSM" });
    }

    private FakeAnswer Sign(JsonObject body)
    {
        byte[] digest = new byte[64];
        if (body.Count != 2 || !Convert.TryFromBase64String((string?)body["digest"]?["sha256"] ?? "!", digest, out int length) || length != 32
            || (string?)body["digestCrc32c"] != Crc32C(digest.AsSpan(0, length)))
        {
            return Error(400);
        }

        byte[] signature = TestKeys.Sign(SigningKey, digest.AsSpan(0, length));
        return Ok(new JsonObject
        {
            ["signature"] = Convert.ToBase64String(signature),
            ["signatureCrc32c"] = Crc32C(signature),
            ["verifiedDigestCrc32c"] = true,
            ["name"] = Name,
            ["protectionLevel"] = "HSM",
        });
    }

    private FakeAnswer Ok(JsonObject json)
    {
        Damage(json);
        return new FakeAnswer(200, json.ToJsonString());
    }
}
