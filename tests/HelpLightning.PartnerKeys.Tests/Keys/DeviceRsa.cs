using System.Security.Cryptography;

namespace HelpLightning.PartnerKeys.Tests.Keys;

/// <summary>RSA as an HSM gives it: it signs, and the private numbers stay inside.</summary>
internal sealed class DeviceRsa : RSA
{
    private readonly RSA _inner = Create();

    public DeviceRsa(string pem)
    {
        _inner.ImportFromPem(pem);
        KeySizeValue = _inner.KeySize;
    }

    public bool IsDisposed { get; private set; }

    /// <summary>A public exponent to report in place of the true one.</summary>
    public byte[]? ReportedExponent { get; init; }

    /// <summary>What happens elsewhere while this device is busy with a signature.</summary>
    public Action? Meanwhile { get; set; }

    public override byte[] SignHash(byte[] hash, HashAlgorithmName hashAlgorithm, RSASignaturePadding padding)
    {
        Meanwhile?.Invoke();
        return _inner.SignHash(hash, hashAlgorithm, padding);
    }

    public override RSAParameters ExportParameters(bool includePrivateParameters)
    {
        if (includePrivateParameters)
        {
            throw new CryptographicException("The private key does not leave the device.");
        }

        RSAParameters parameters = _inner.ExportParameters(includePrivateParameters: false);
        parameters.Exponent = ReportedExponent ?? parameters.Exponent;
        return parameters;
    }

    public override void ImportParameters(RSAParameters parameters) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            IsDisposed = true;
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
