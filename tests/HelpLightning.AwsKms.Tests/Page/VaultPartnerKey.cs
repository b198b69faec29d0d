using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using HelpLightning.PartnerKeys;

namespace CloudKeys;

/// <summary>A partner key in the Transit engine of HashiCorp Vault: the version that was the latest when it was opened.</summary>
public sealed class VaultPartnerKey : RemotePartnerKey
{
    private readonly HttpClient _vault;
    private readonly string _name;
    private readonly int _version;
    private readonly Func<CancellationToken, ValueTask<string>> _token;

    private VaultPartnerKey(
        HttpClient vault, string name, int version, PartnerPublicKey publicKey, Func<CancellationToken, ValueTask<string>> token)
        : base(publicKey) => (_vault, _name, _version, _token) = (vault, name, version, token);

    /// <param name="vault">Its base address is the server's: https://vault.example.com:8200/</param>
    /// <param name="name">The key's name; the engine is mounted at transit.</param>
    /// <param name="token">The Vault token in force.</param>
    public static async Task<VaultPartnerKey> OpenAsync(
        HttpClient vault, string name, Func<CancellationToken, ValueTask<string>> token, CancellationToken cancellationToken = default)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, $"v1/transit/keys/{Uri.EscapeDataString(name)}");
        request.Headers.Add("X-Vault-Token", await token(cancellationToken));
        using HttpResponseMessage answer = await vault.SendAsync(request, cancellationToken);
        JsonNode data = (await ReadAsync(answer, cancellationToken))["data"]!;
        int version = (int)data["latest_version"]!;
        JsonNode? pem = data["keys"]?[$"{version}"] is JsonObject latest ? latest["public_key"] : null;
        return pem is null
            ? throw new InvalidOperationException($"Vault's key '{name}' has no public half: its type is {data["type"]}, not rsa-2048.")
            : new VaultPartnerKey(vault, name, version, PartnerPublicKey.FromText((string)pem!), token);
    }

    protected override async ValueTask<ReadOnlyMemory<byte>> SignRemotelyAsync(ReadOnlyMemory<byte> hash, CancellationToken cancellationToken)
    {
        JsonObject body = new()
        {
            ["input"] = Convert.ToBase64String(hash.Span),
            ["prehashed"] = true,
            ["signature_algorithm"] = "pkcs1v15", // pss, unless asked
            ["key_version"] = _version,
        };
        using HttpRequestMessage request = new(HttpMethod.Post, $"v1/transit/sign/{Uri.EscapeDataString(_name)}/sha2-256");
        request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        request.Headers.Add("X-Vault-Token", await _token(cancellationToken));
        using HttpResponseMessage answer = await _vault.SendAsync(request, cancellationToken);
        if (answer.StatusCode == HttpStatusCode.TooManyRequests)
        {
            throw Overloaded("Vault", answer.Headers.RetryAfter?.Delta);
        }

        // vault:v1:BASE64
        string text = (string)(await ReadAsync(answer, cancellationToken))["data"]!["signature"]!;
        byte[] signature = new byte[SignatureLength];
        return Convert.TryFromBase64Chars(text.AsSpan(text.LastIndexOf(':') + 1), signature, out int length)
            ? signature.AsMemory(0, length)
            : throw new PartnerSigningException("Vault's signature cannot be read.", Thumbprint);
    }

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken) =>
        answer.IsSuccessStatusCode
            ? (await JsonNode.ParseAsync(await answer.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken))!
            : throw new PartnerSigningException(
                $"Vault answered with status {(int)answer.StatusCode}. 403: the token ran out, or its policy lacks read on transit/keys/NAME "
                + "or update on transit/sign/NAME/sha2-256. 404: no such key or engine. 503: Vault is sealed.");
}
