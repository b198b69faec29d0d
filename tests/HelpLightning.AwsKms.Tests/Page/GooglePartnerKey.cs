using System.Net;
using System.Net.Http.Headers;
using System.Numerics;
using System.Text;
using System.Text.Json;
using HelpLightning.PartnerKeys;

namespace CloudKeys;

/// <summary>A partner key in Google Cloud KMS: one version of a key.</summary>
public sealed class GooglePartnerKey : RemotePartnerKey
{
    private readonly HttpClient _kms;
    private readonly string _name;
    private readonly Func<CancellationToken, ValueTask<string>> _token;

    private GooglePartnerKey(HttpClient kms, string name, PartnerPublicKey publicKey, Func<CancellationToken, ValueTask<string>> token)
        : base(publicKey) => (_kms, _name, _token) = (kms, name, token);

    /// <param name="kms">Its base address is https://cloudkms.googleapis.com/</param>
    /// <param name="name">projects/P/locations/L/keyRings/R/cryptoKeys/K/cryptoKeyVersions/1</param>
    /// <param name="token">An access token for https://www.googleapis.com/auth/cloudkms</param>
    public static async Task<GooglePartnerKey> OpenAsync(
        HttpClient kms, string name, Func<CancellationToken, ValueTask<string>> token, CancellationToken cancellationToken = default)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, $"v1/{name}/publicKey");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await token(cancellationToken));
        using HttpResponseMessage answer = await kms.SendAsync(request, cancellationToken);
        using JsonDocument key = await ReadAsync(answer, cancellationToken);
        string algorithm = key.RootElement.GetProperty("algorithm").GetString()!;
        string pem = key.RootElement.GetProperty("pem").GetString()!;
        return !algorithm.StartsWith("RSA_SIGN_PKCS1_", StringComparison.Ordinal) || !algorithm.EndsWith("_SHA256", StringComparison.Ordinal)
            ? throw new InvalidOperationException($"Cloud KMS's key '{name}' signs {algorithm}, not RSA_SIGN_PKCS1_2048_SHA256.")
            : Crc32C(Encoding.ASCII.GetBytes(pem)) != key.RootElement.GetProperty("pemCrc32c").GetString()
            ? throw new PartnerSigningException("Cloud KMS's public key was damaged on its way. Try again.")
            : new GooglePartnerKey(kms, name, PartnerPublicKey.FromText(pem), token);
    }

    protected override async ValueTask<ReadOnlyMemory<byte>> SignRemotelyAsync(ReadOnlyMemory<byte> hash, CancellationToken cancellationToken)
    {
        string body = $$"""{"digest":{"sha256":"{{Convert.ToBase64String(hash.Span)}}"},"digestCrc32c":"{{Crc32C(hash.Span)}}"}""";
        using HttpRequestMessage request = new(HttpMethod.Post, $"v1/{_name}:asymmetricSign");
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await _token(cancellationToken));
        using HttpResponseMessage answer = await _kms.SendAsync(request, cancellationToken);
        if (answer.StatusCode == HttpStatusCode.TooManyRequests)
        {
            throw Overloaded("Google Cloud KMS", answer.Headers.RetryAfter?.Delta);
        }

        using JsonDocument json = await ReadAsync(answer, cancellationToken);
        byte[] signature = json.RootElement.GetProperty("signature").GetBytesFromBase64();
        bool isWhole = json.RootElement.TryGetProperty("verifiedDigestCrc32c", out JsonElement isVerified) && isVerified.GetBoolean()
            && json.RootElement.GetProperty("signatureCrc32c").GetString() == Crc32C(signature)
            && json.RootElement.GetProperty("name").GetString() == _name;
        return isWhole ? signature : throw new PartnerSigningException("What came from Cloud KMS was damaged on its way. Try again.", Thumbprint);
    }

    private static async Task<JsonDocument> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken) =>
        answer.IsSuccessStatusCode
            ? await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken)
            : throw new PartnerSigningException(
                $"Cloud KMS answered with status {(int)answer.StatusCode}. 400: the version is disabled or destroyed. 401: the access token. "
                + "403: the caller lacks cloudkms.cryptoKeyVersions.viewPublicKey or useToSign. 404: no such version.");

    /// <summary>As JSON has an int64: in a string.</summary>
    private static string Crc32C(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte one in bytes)
        {
            crc = BitOperations.Crc32C(crc, one);
        }

        return $"{~crc}";
    }
}
