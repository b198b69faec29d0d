using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HelpLightning.Sandbox.Errors;
using Microsoft.AspNetCore.Http;

namespace HelpLightning.Sandbox.Authentication;

/// <summary>Addresses of files that need no token and end after a while. The signature covers the path and the end.</summary>
internal sealed class SignedAddresses(byte[] secret, TimeSpan life, TimeProvider clock)
{
    /// <summary>Signs a path, which must be escaped already.</summary>
    public string Sign(string host, string path)
    {
        long expires = clock.GetUtcNow().Add(life).ToUnixTimeSeconds();
        return string.Create(CultureInfo.InvariantCulture, $"{host}{path}?expires={expires}&signature={Signature(path, expires)}");
    }

    /// <summary>Throws when an address was not signed here, or its time is over.</summary>
    public void Require(HttpRequest request)
    {
        string path = request.Path.ToUriComponent();
        bool isSigned = long.TryParse(request.Query["expires"], NumberStyles.None, CultureInfo.InvariantCulture, out long expires)
            && CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(request.Query["signature"].ToString()), Encoding.UTF8.GetBytes(Signature(path, expires)));
        if (!isSigned)
        {
            throw new SandboxException(
                403, VendorCode.PermissionDenied, "This address is not signed, or was changed: its query must be kept exactly.");
        }

        if (expires <= clock.GetUtcNow().ToUnixTimeSeconds())
        {
            throw new SandboxException(403, VendorCode.PermissionDenied, "This address has expired: ask for it again.");
        }
    }

    private string Signature(string path, long expires) => Convert.ToHexStringLower(
        HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"file\n{path}\n{expires}"))));
}
