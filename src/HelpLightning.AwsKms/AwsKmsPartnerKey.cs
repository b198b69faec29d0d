using Amazon.KeyManagementService;
using Amazon.KeyManagementService.Model;
using HelpLightning.PartnerKeys;

namespace HelpLightning.AwsKms;

/// <summary>A partner key in AWS KMS. Its private half never leaves the service. Open it once and share it between threads.</summary>
/// <remarks>
/// The caller needs <c>kms:GetPublicKey</c> to open it and <c>kms:Sign</c> to use it. Credentials, region, endpoint, time limits and
/// retries are those of the AWS client, which stays the caller's and is not disposed of with the key.
/// </remarks>
public sealed class AwsKmsPartnerKey : RemotePartnerKey
{
    private readonly IAmazonKeyManagementService _kms;
    private readonly string _keyId;

    private AwsKmsPartnerKey(
        IAmazonKeyManagementService kms, string keyId, string keyArn, PartnerPublicKey publicKey, int maxConcurrency)
        : base(publicKey, maxConcurrency)
    {
        _kms = kms;
        _keyId = keyId;
        KeyArn = keyArn;
    }

    /// <summary>The ARN of the key that was found when it was opened, by an alias or otherwise.</summary>
    public string KeyArn { get; }

    /// <summary>Finds a key, and checks that it can sign partner tokens. One request: its public half is kept.</summary>
    /// <param name="kms">Not owned: it must live as long as the key.</param>
    /// <param name="keyId">A key id, a key ARN, <c>alias/NAME</c> or an alias ARN; sent as it is with each signature.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="cancellationToken">Ends the wait for the service.</param>
    /// <exception cref="PartnerKeyException">It leads to no key that can sign, until somebody mends what the message names.</exception>
    /// <exception cref="PartnerSigningException">The service did not answer, or is asked too often: it may answer later.</exception>
    public static async Task<AwsKmsPartnerKey> OpenAsync(
        IAmazonKeyManagementService kms,
        string keyId,
        AwsKmsPartnerKeyOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(kms);
        ArgumentException.ThrowIfNullOrWhiteSpace(keyId);
        options ??= new AwsKmsPartnerKeyOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxConcurrency, 1, nameof(options));

        GetPublicKeyResponse answer;
        try
        {
            answer = await kms.GetPublicKeyAsync(new GetPublicKeyRequest { KeyId = keyId }, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested || e is not OperationCanceledException)
        {
            throw KmsFault.Of(e, keyId, "kms:GetPublicKey").AtOpening();
        }

        RequireSigning(answer, keyId);
        return new AwsKmsPartnerKey(
            kms, keyId, answer.KeyId, PartnerPublicKey.FromBytes(answer.PublicKey.ToArray()), options.MaxConcurrency);
    }

    /// <summary>The ARN, and the thumbprint.</summary>
    public override string ToString() => $"AWS KMS {KeyArn}, {base.ToString()}";

    /// <inheritdoc/>
    protected override async ValueTask<ReadOnlyMemory<byte>> SignRemotelyAsync(
        ReadOnlyMemory<byte> hash, CancellationToken cancellationToken)
    {
        SignResponse answer;
        try
        {
            answer = await _kms.SignAsync(
                new SignRequest
                {
                    KeyId = _keyId,
                    Message = new MemoryStream(hash.ToArray(), writable: false),
                    MessageType = MessageType.DIGEST,
                    SigningAlgorithm = SigningAlgorithmSpec.RSASSA_PKCS1_V1_5_SHA_256,
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested || e is not OperationCanceledException)
        {
            KmsFault fault = KmsFault.Of(e, _keyId, "kms:Sign");
            throw fault.IsThrottling ? Overloaded("AWS KMS", fault.RetryAfter, e) : fault.AtSigning(Thumbprint);
        }

        // The check of the signature finds it too, but cannot say why: an alias that was pointed at another key.
        if (answer.KeyId != KeyArn)
        {
            throw new PartnerSigningException(
                $"'{_keyId}' leads to {answer.KeyId} now; when it was opened it led to {KeyArn}. No token was made. "
                + "Open the key anew, once Help Lightning has the new public half.", Thumbprint);
        }

        return answer.Signature.ToArray();
    }

    private static void RequireSigning(GetPublicKeyResponse key, string keyId)
    {
        bool isRsa = key.KeySpec == KeySpec.RSA_2048 || key.KeySpec == KeySpec.RSA_3072 || key.KeySpec == KeySpec.RSA_4096;
        string? finding =
            !isRsa ? $"is a key of type {key.KeySpec}, not RSA"
            : key.KeyUsage != KeyUsageType.SIGN_VERIFY ? $"is a key for {key.KeyUsage}, not for signing"
            : key.SigningAlgorithms?.Contains(SigningAlgorithmSpec.RSASSA_PKCS1_V1_5_SHA_256.Value) != true
                ? "cannot sign with RSASSA_PKCS1_V1_5_SHA_256"
            : null;
        if (finding is not null)
        {
            throw KmsFault.WrongKind(keyId, finding);
        }
    }
}
