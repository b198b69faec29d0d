using System.Security.Cryptography;

namespace HelpLightning.PartnerKeys;

/// <summary>
/// Keys that OpenSSL reaches through a provider or an engine of its own: <c>openssl-provider:tpm2:handle:0x81000001</c>,
/// <c>openssl-engine:pkcs11:pkcs11:token=hl;object=partner</c>. Which there are, and with which module and PIN, is OpenSSL's
/// own configuration (<c>OPENSSL_CONF</c>).
/// </summary>
internal sealed class OpenSslKeyScheme : PartnerKeyScheme
{
    private readonly string _what;
    private readonly string _example;

    private OpenSslKeyScheme(string what, string example)
    {
        _what = what;
        _example = example;
        Name = $"openssl-{what}";
    }

    public static OpenSslKeyScheme Provider { get; } = new("provider", "tpm2:handle:0x81000001");

    public static OpenSslKeyScheme Engine { get; } = new("engine", "pkcs11:pkcs11:token=hl;object=partner");

    public override string Name { get; }

    private bool IsProvider => this == Provider;

    public override PartnerSigningKey Open(string uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        (string module, string key) = Split(uri);
        try
        {
            return Load(module, key);
        }
        catch (PlatformNotSupportedException)
        {
            throw new PartnerKeyException(
                PartnerKeyProblem.ModuleUnusable, $"The OpenSSL of this machine has no {_what}s.",
                KeyRemedies.Advice($"{Name}: needs OpenSSL {(IsProvider ? "3 or later" : "1.1 or 3, built with engines")} on Linux"));
        }
        catch (CryptographicException e)
        {
            throw new PartnerKeyException(
                PartnerKeyProblem.ModuleUnusable,
                $"OpenSSL opens no RSA key through its {_what} '{module}': {e.Message.TrimEnd('.')}.",
                KeyRemedies.Advice(
                    $"See whether OpenSSL itself finds the key: openssl pkey -pubout {(IsProvider
                        ? $"-provider {module} -provider default -in KEY"
                        : $"-engine {module} -inform engine -in KEY")}. "
                    + "Where it is configured elsewhere than in its own openssl.cnf, OPENSSL_CONF must be set for this process, too"));
        }
    }

    private PartnerKey Load(string module, string key)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException();
        }

        using SafeEvpPKeyHandle handle = IsProvider
            ? SafeEvpPKeyHandle.OpenKeyFromProvider(module, key)
            : SafeEvpPKeyHandle.OpenPrivateKeyFromEngine(module, key);
        return PartnerKey.FromRsa(new RSAOpenSsl(handle));
    }

    /// <summary>The module's name has no colon; what follows is the key, in the module's own language.</summary>
    private (string Module, string Key) Split(string uri)
    {
        string rest = uri.Length > Name.Length ? uri[(Name.Length + 1)..] : "";
        int colon = rest.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && colon < rest.Length - 1
            ? (rest[..colon], rest[(colon + 1)..])
            : throw new PartnerKeyException(
                PartnerKeyProblem.UriUnusable, $"A key's URI that begins with {Name}: names a {_what}, a colon and the key.",
                KeyRemedies.Advice($"Write it like {Name}:{_example}"));
    }
}
