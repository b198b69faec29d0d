using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using HelpLightning.PartnerKeys;

namespace CloudKeys;

/// <summary>A partner key in Azure Key Vault: the version that was current when it was opened.</summary>
public sealed class AzurePartnerKey : RemotePartnerKey
{
    private readonly HttpClient _vault;
    private readonly string _path;
    private readonly Func<CancellationToken, ValueTask<string>> _token;

    private AzurePartnerKey(HttpClient vault, string path, PartnerPublicKey publicKey, Func<CancellationToken, ValueTask<string>> token)
        : base(publicKey) => (_vault, _path, _token) = (vault, path, token);

    /// <param name="vault">Its base address is the vault's: https://NAME.vault.azure.net/</param>
    /// <param name="name">The key's name.</param>
    /// <param name="token">An access token for https://vault.azure.net/.default</param>
    public static async Task<AzurePartnerKey> OpenAsync(
        HttpClient vault, string name, Func<CancellationToken, ValueTask<string>> token, CancellationToken cancellationToken = default)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, $"keys/{Uri.EscapeDataString(name)}?api-version=7.4");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await token(cancellationToken));
        using HttpResponseMessage answer = await vault.SendAsync(request, cancellationToken);
        JsonNode key = (await ReadAsync(answer, cancellationToken))["key"]!;
        if ((string?)key["kty"] is not ("RSA" or "RSA-HSM"))
        {
            throw new InvalidOperationException($"Key Vault's key '{name}' is of type {key["kty"]}, not RSA.");
        }

        // A JWK, but for the type of one in an HSM. The version is the last part of its id.
        JsonObject jwk = new() { ["kty"] = "RSA", ["n"] = (string?)key["n"], ["e"] = (string?)key["e"] };
        string version = new Uri((string)key["kid"]!).Segments[^1];
        return new AzurePartnerKey(vault, $"keys/{Uri.EscapeDataString(name)}/{version}", PartnerPublicKey.FromText(jwk.ToJsonString()), token);
    }

    protected override async ValueTask<ReadOnlyMemory<byte>> SignRemotelyAsync(ReadOnlyMemory<byte> hash, CancellationToken cancellationToken)
    {
        JsonObject body = new() { ["alg"] = "RS256", ["value"] = Base64Url.EncodeToString(hash.Span) };
        using HttpRequestMessage request = new(HttpMethod.Post, $"{_path}/sign?api-version=7.4");
        request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await _token(cancellationToken));
        using HttpResponseMessage answer = await _vault.SendAsync(request, cancellationToken);
        if (answer.StatusCode == HttpStatusCode.TooManyRequests)
        {
            throw Overloaded("Azure Key Vault", answer.Headers.RetryAfter?.Delta);
        }

        return Base64Url.DecodeFromChars((string)(await ReadAsync(answer, cancellationToken))["value"]!);
    }

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken) =>
        answer.IsSuccessStatusCode
            ? (await JsonNode.ParseAsync(await answer.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken))!
            : throw new PartnerSigningException(
                $"Azure Key Vault answered with status {(int)answer.StatusCode}. 401: the access token is missing, ran out or is for another "
                + "resource. 403: the caller lacks keys/get or keys/sign, or the key is disabled, or the vault's firewall. 404: no such key.");
}
