using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using HelpLightning.PartnerKeys;

namespace HelpLightning.AwsKms.Tests.Fakes;

/// <summary>Azure Key Vault's keys as its REST reference 7.4 describes them, with one key.</summary>
internal sealed class FakeAzure : FakeService
{
    public const string Name = "help-lightning";
    public const string Token = "not-a-secret";

    private const string Version = "9885aa558e8d448789683188f8c194b0";

    public PartnerKey SigningKey { get; set; } = TestKeys.Key;

    public string Type { get; set; } = "RSA-HSM";

    public static Task<FakeAzure> StartAsync() => StartAsync(new FakeAzure());

    public static FakeAnswer Error(int status, params (string Name, string Value)[] headers) =>
        new(status, """{"error":{"code":"no","message":"no"}}""", headers);

    protected override FakeAnswer Answer(FakeRequest request) =>
        request.Header("Authorization") != $"Bearer {Token}" ? Error(401) : (request.Method, request.Target) switch
        {
            ("GET", $"/keys/{Name}?api-version=7.4") => Key(),
            ("POST", $"/keys/{Name}/{Version}/sign?api-version=7.4") => Sign(JsonNode.Parse(request.Body)!.AsObject()),
            _ => Error(404),
        };

    private FakeAnswer Key()
    {
        using RSA rsa = RSA.Create();
        rsa.ImportFromPem(TestKeys.Key.PublicKey.ToPem());
        RSAParameters numbers = rsa.ExportParameters(includePrivateParameters: false);
        return new FakeAnswer(200, new JsonObject
        {
            ["key"] = new JsonObject
            {
                ["kid"] = $"{Address}keys/{Name}/{Version}",
                ["kty"] = Type,
                ["key_ops"] = new JsonArray("sign", "verify"),
                ["n"] = Base64Url.EncodeToString(numbers.Modulus),
                ["e"] = Base64Url.EncodeToString(numbers.Exponent),
            },
            ["attributes"] = new JsonObject { ["enabled"] = true },
        }.ToJsonString());
    }

    private FakeAnswer Sign(JsonObject body)
    {
        string value = (string?)body["value"] ?? "";
        return body.Count != 2 || (string?)body["alg"] != "RS256" || !Base64Url.IsValid(value, out int length) || length != 32 || value.Contains('=', StringComparison.Ordinal)
            ? Error(400)
            : new FakeAnswer(200, new JsonObject
            {
                ["kid"] = $"{Address}keys/{Name}/{Version}",
                ["value"] = Base64Url.EncodeToString(TestKeys.Sign(SigningKey, Base64Url.DecodeFromChars(value))),
            }.ToJsonString());
    }
}
