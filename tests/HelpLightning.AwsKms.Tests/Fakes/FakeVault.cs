using System.Text.Json.Nodes;
using HelpLightning.PartnerKeys;

namespace HelpLightning.AwsKms.Tests.Fakes;

/// <summary>
/// Vault's Transit engine as its HTTP API documentation describes it, with one key of several versions. Unless told otherwise it signs with
/// PSS, hashes its input, and uses the latest version: as the real one does.
/// </summary>
internal sealed class FakeVault : FakeService
{
    public const string Name = "help-lightning";
    public const string Token = "hvs.not-a-secret";

    /// <summary>Version 1 first.</summary>
    public List<PartnerKey> Versions { get; } = [TestKeys.OtherKey, TestKeys.Key];

    public string Type { get; set; } = "rsa-2048";

    public static Task<FakeVault> StartAsync() => StartAsync(new FakeVault());

    public static FakeAnswer Error(int status, params (string Name, string Value)[] headers) => new(status, """{"errors":["no"]}""", headers);

    protected override FakeAnswer Answer(FakeRequest request) => request.Header("X-Vault-Token") != Token ? Error(403) : (request.Method, request.Target) switch
    {
        ("GET", $"/v1/transit/keys/{Name}") => Ok(Key()),
        ("POST", $"/v1/transit/sign/{Name}/sha2-256") => Sign(JsonNode.Parse(request.Body)!.AsObject()),
        _ => Error(404),
    };

    private static FakeAnswer Ok(JsonObject data) =>
        new(200, new JsonObject { ["request_id"] = "1", ["lease_id"] = "", ["renewable"] = false, ["lease_duration"] = 0, ["data"] = data }.ToJsonString());

    /// <summary>Of a key that is not asymmetric only the time of its making is told.</summary>
    private JsonObject Key() => new()
    {
        ["type"] = Type,
        ["name"] = Name,
        ["latest_version"] = Versions.Count,
        ["supports_signing"] = true,
        ["keys"] = new JsonObject(Versions.Select((key, i) => KeyValuePair.Create($"{i + 1}", (JsonNode?)(!Type.StartsWith("rsa", StringComparison.Ordinal)
            ? JsonValue.Create(1442851412)
            : new JsonObject { ["creation_time"] = "2026-11-30T02:21:51Z", ["name"] = Type, ["public_key"] = key.PublicKey.ToPem() })))),
    };

    private FakeAnswer Sign(JsonObject body)
    {
        byte[] input = new byte[64];
        if (!Convert.TryFromBase64String((string?)body["input"] ?? "!", input, out int length) || (bool?)body["prehashed"] != true || length != 32
            || (string?)body["signature_algorithm"] != "pkcs1v15")
        {
            return Error(400);
        }

        int version = (int?)body["key_version"] is { } asked and not 0 ? asked : Versions.Count;
        return version > Versions.Count ? Error(400) : Ok(new JsonObject
        {
            ["signature"] = $"vault:v{version}:{Convert.ToBase64String(TestKeys.Sign(Versions[version - 1], input.AsSpan(0, length)))}",
            ["key_version"] = version,
        });
    }
}
