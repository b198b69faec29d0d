using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Amazon.KeyManagementService;
using Amazon.Runtime;
using HelpLightning.PartnerKeys;

namespace HelpLightning.AwsKms.Tests.Fakes;

/// <summary>
/// AWS KMS as its API reference describes it: AWS JSON 1.1 with <c>X-Amz-Target</c>, requests signed with Signature Version 4, errors by
/// <c>__type</c>. It refuses what the reference does not know.
/// </summary>
internal sealed partial class FakeKms : FakeService
{
    public const string Alias = "alias/help-lightning";
    public const string Arn = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

    private const string Region = "eu-central-1";

    /// <summary>The key that it signs with; the public half stays that of <see cref="TestKeys.Key"/>.</summary>
    public PartnerKey SigningKey { get; set; } = TestKeys.Key;

    public string KeyArn { get; set; } = Arn;

    public string KeySpec { get; set; } = "RSA_2048";

    public string KeyUsage { get; set; } = "SIGN_VERIFY";

    public string[] SigningAlgorithms { get; set; } = ["RSASSA_PKCS1_V1_5_SHA_256", "RSASSA_PKCS1_V1_5_SHA_384", "RSASSA_PSS_SHA_256"];

    public int Signatures => Requests.Count(static r => r.Header("X-Amz-Target") == "TrentService.Sign");

    public static Task<FakeKms> StartAsync() => StartAsync(new FakeKms());

    public static FakeAnswer Error(string type, int status = 400, params (string Name, string Value)[] headers) =>
        new(status, new JsonObject { ["__type"] = type, ["message"] = "arn:aws:iam::111122223333:user/somebody is not to be shown" }.ToJsonString(), headers);

    public AmazonKeyManagementServiceClient Client(int retries = 0, TimeSpan? timeout = null) => new(
        new BasicAWSCredentials("AKIDEXAMPLE", "not-a-secret"),
        new AmazonKeyManagementServiceConfig
        {
            ServiceURL = Address.ToString(),
            AuthenticationRegion = Region,
            MaxErrorRetry = retries,
            Timeout = timeout ?? TimeSpan.FromSeconds(60),
        });

    protected override FakeAnswer Answer(FakeRequest request)
    {
        if (request is not { Method: "POST", Target: "/" } || request.Header("Content-Type") != "application/x-amz-json-1.1")
        {
            return Error("SerializationException");
        }

        if (!Signature().IsMatch(request.Header("Authorization")) || !Time().IsMatch(request.Header("X-Amz-Date")))
        {
            return Error("IncompleteSignatureException");
        }

        JsonObject body = JsonNode.Parse(request.Body)!.AsObject();
        return request.Header("X-Amz-Target") switch
        {
            "TrentService.GetPublicKey" => GetPublicKey(body),
            "TrentService.Sign" => Sign(body),
            _ => Error("UnknownOperationException"),
        };
    }

    private FakeAnswer GetPublicKey(JsonObject body) =>
        !HasOnly(body, "KeyId") ? Error("ValidationException")
        : !IsTheKey(body) ? Error("NotFoundException")
        : new FakeAnswer(200, new JsonObject
        {
            ["KeyId"] = KeyArn,
            ["PublicKey"] = string.Concat(TestKeys.Key.PublicKey.ToPem().Split('\n').Where(static line => !line.StartsWith('-'))),
            ["CustomerMasterKeySpec"] = KeySpec,
            [nameof(KeySpec)] = KeySpec,
            [nameof(KeyUsage)] = KeyUsage,
            [nameof(SigningAlgorithms)] = new JsonArray([.. SigningAlgorithms.Select(static a => (JsonNode)a)]),
        }.ToJsonString());

    private FakeAnswer Sign(JsonObject body)
    {
        // Without MessageType the service takes the digest for a message and hashes it once more.
        if (!HasOnly(body, "KeyId", "Message", "MessageType", "SigningAlgorithm") || (string?)body["MessageType"] != "DIGEST"
            || (string?)body["SigningAlgorithm"] is not { } algorithm || !SigningAlgorithms.Contains(algorithm))
        {
            return Error("ValidationException");
        }

        byte[] digest = new byte[64];
        return !Convert.TryFromBase64String((string)body["Message"]!, digest, out int length) || length != 32 ? Error("ValidationException")
            : !IsTheKey(body) ? Error("NotFoundException")
            : new FakeAnswer(200, new JsonObject
            {
                ["KeyId"] = KeyArn,
                ["Signature"] = Convert.ToBase64String(TestKeys.Sign(SigningKey, digest.AsSpan(0, length))),
                ["SigningAlgorithm"] = algorithm,
            }.ToJsonString());
    }

    private static bool HasOnly(JsonObject body, params string[] members) =>
        body.Count == members.Length && members.All(body.ContainsKey);

    private static bool IsTheKey(JsonObject body) => (string?)body["KeyId"] is Alias or Arn;

    [GeneratedRegex("^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/[0-9]{8}/" + Region + "/kms/aws4_request, SignedHeaders=[a-z0-9;-]*host[a-z0-9;-]*, Signature=[0-9a-f]{64}$")]
    private static partial Regex Signature();

    [GeneratedRegex("^[0-9]{8}T[0-9]{6}Z$")]
    private static partial Regex Time();
}
