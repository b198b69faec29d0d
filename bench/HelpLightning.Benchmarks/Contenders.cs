using System.Buffers.Text;
using System.Security.Cryptography;
using HelpLightning.PartnerKeys;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace HelpLightning.Benchmarks;

/// <summary>The same job done by us, by the bare RSA operation under it, and by the well-known libraries.</summary>
public sealed class Contenders
{
    private readonly RSA _rsa = RSA.Create(2048);
    private readonly byte[] _hash = new byte[32];
    private readonly byte[] _signature = new byte[256];
    private readonly byte[] _buffer = new byte[1024];
    private readonly byte[] _token;
    private readonly string _tokenText;
    private readonly byte[] _tokenHash;
    private readonly byte[] _tokenSignature;
    private readonly PartnerTokenSigner _signer;
    private readonly PartnerTokenVerifier _verifier;
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly SigningCredentials _credentials;
    private readonly TokenValidationParameters _validation;

    public Contenders()
    {
        // As a key file gives it: each signature of an RSA object that is handed over is checked.
        PartnerKey key = PartnerKey.FromText(_rsa.ExportPkcs8PrivateKeyPem());
        _signer = new PartnerTokenSigner(key, new SiteId(54344), new PartnerTokenSignerOptions { Lifetime = TimeSpan.FromHours(24) });
        _verifier = new PartnerTokenVerifier(new SiteId(54344), [key.PublicKey]);
        _tokenText = _signer.Sign().Reveal();
        _token = System.Text.Encoding.ASCII.GetBytes(_tokenText);
        int dot = _tokenText.LastIndexOf('.');
        _tokenHash = SHA256.HashData(_token.AsSpan(0, dot));
        _tokenSignature = Base64Url.DecodeFromChars(_tokenText.AsSpan(dot + 1));
        RsaSecurityKey securityKey = new(_rsa) { KeyId = null };
        _credentials = new SigningCredentials(securityKey, SecurityAlgorithms.RsaSha256);
        _validation = new TokenValidationParameters
        {
            ValidIssuer = "Ghazal",
            ValidAudience = "Ghazal",
            IssuerSigningKey = securityKey,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            ClockSkew = TimeSpan.Zero,
        };
    }

    public bool BareSign() => _rsa.TrySignHash(_hash, _signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1, out _);

    public bool SignIntoSpan() => _signer.TrySign(_buffer, out _);

    public string SignToString() => _signer.Sign().Reveal();

    public string IdentityModelSign() => _handler.CreateToken(new SecurityTokenDescriptor
    {
        Issuer = "Ghazal",
        Audience = "Ghazal",
        Claims = new Dictionary<string, object> { ["sub"] = "Partner:54344", ["exp"] = Expiry() },
        SigningCredentials = _credentials,
    });

    public string JoseSign() => Jose.JWT.Encode(
        new Dictionary<string, object> { ["iss"] = "Ghazal", ["sub"] = "Partner:54344", ["aud"] = "Ghazal", ["exp"] = Expiry() },
        _rsa, Jose.JwsAlgorithm.RS256);

    public bool BareVerify() => _rsa.VerifyHash(_tokenHash, _tokenSignature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    public bool Verify() => _verifier.Verify((ReadOnlySpan<byte>)_token).IsValid;

    public bool IdentityModelVerify() => _handler.ValidateTokenAsync(_tokenText, _validation).GetAwaiter().GetResult().IsValid;

    /// <summary>Signature only: jose-jwt checks no claims.</summary>
    public string JoseVerify() => Jose.JWT.Decode(_tokenText, _rsa, Jose.JwsAlgorithm.RS256);

    private static long Expiry() => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 60;
}
