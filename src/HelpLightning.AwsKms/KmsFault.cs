using System.Globalization;
using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using HelpLightning.PartnerKeys;

namespace HelpLightning.AwsKms;

/// <summary>
/// What AWS KMS, or its client, said instead of an answer. The codes are those of the API reference ("Errors" of Sign and
/// GetPublicKey, and "Common Error Types"). AWS's own message names the account and the caller: it stays in the inner exception.
/// </summary>
internal sealed class KmsFault
{
    private const string MakeOne =
        "Make one for signing: aws kms create-key --key-spec RSA_2048 --key-usage SIGN_VERIFY";

    private readonly Exception _cause;

    private KmsFault(Exception cause, PartnerKeyProblem? problem, string finding, string remedy)
    {
        _cause = cause;
        Problem = problem;
        Finding = finding;
        Remedy = remedy;
    }

    /// <summary>The service refuses because it is asked too often.</summary>
    public bool IsThrottling { get; private init; }

    /// <summary>
    /// What the header <c>x-amz-retry-after</c> says in milliseconds, or <c>Retry-After</c> of a proxy before the service. The
    /// documentation of KMS promises neither; null is usual.
    /// </summary>
    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>Null for what may pass by itself.</summary>
    private PartnerKeyProblem? Problem { get; }

    private string Finding { get; }

    /// <summary>Without the last full stop.</summary>
    private string Remedy { get; }

    public static PartnerKeyException WrongKind(string keyId, string finding) =>
        new(PartnerKeyProblem.WrongAlgorithm, $"'{keyId}' in AWS KMS {finding}.", new(PartnerKeyRemedyKind.CreateKey, MakeOne));

    /// <param name="e">What the AWS client threw.</param>
    /// <param name="keyId">As the caller gave it.</param>
    /// <param name="permission">What the request needs.</param>
    public static KmsFault Of(Exception e, string keyId, string permission)
    {
        if (e is not AmazonServiceException { StatusCode: not 0 } answer)
        {
            return new KmsFault(e, null, "AWS KMS did not answer: the AWS client gave up, see the inner exception",
                "Look at its credentials, its region and the network");
        }

        bool isThrottling = answer.Retryable?.Throttling == true || answer.StatusCode == HttpStatusCode.TooManyRequests
            || answer.ErrorCode is "ThrottlingException" or "Throttling" or "ThrottledException" or "RequestThrottled"
                or "RequestThrottledException" or "TooManyRequestsException" or "RequestLimitExceeded" or "LimitExceededException";
        (PartnerKeyProblem? problem, string finding, string remedy) = isThrottling
            ? (null, "AWS KMS is asked too often", "Try again later")
            : Meaning(answer, keyId, permission);
        return new KmsFault(e, problem, finding, remedy) { IsThrottling = isThrottling, RetryAfter = RetryAfterOf(answer) };
    }

    /// <summary>What has to be mended is the key's fault; what may pass by itself is an answer that did not come.</summary>
    public Exception AtOpening() => Problem is { } problem
        ? new PartnerKeyException(problem, $"{Finding} ({Code}).", new(PartnerKeyRemedyKind.Advice, Remedy))
        : new PartnerSigningException($"{Finding} ({Code}). The key was not opened. {Remedy}.", innerException: _cause)
        {
            RetryAfter = RetryAfter,
        };

    public PartnerSigningException AtSigning(string thumbprint) => new(
        $"{Finding} ({Code}). No token was made with the key with thumbprint {thumbprint}. {Remedy}.", thumbprint, _cause)
    {
        RetryAfter = RetryAfter,
    };

    private string Code => (_cause as AmazonServiceException)?.ErrorCode is { Length: > 0 } code ? code : _cause.GetType().Name;

    private static (PartnerKeyProblem?, string, string) Meaning(AmazonServiceException answer, string keyId, string permission) =>
        answer.ErrorCode switch
        {
            "NotFoundException" => (
                PartnerKeyProblem.KeyNotFound, $"AWS KMS has no key '{keyId}' in this account and region",
                "Look at the region of the AWS client; a key of another account is named by its ARN"),
            "InvalidArnException" or "ValidationException" => (
                PartnerKeyProblem.KeyNotFound, $"AWS KMS cannot read '{keyId}' as the name of a key",
                "Give a key id, a key ARN, alias/NAME or an alias ARN"),
            "AccessDeniedException" => (
                PartnerKeyProblem.SigningForbidden, $"These AWS credentials lack {permission} for '{keyId}'",
                "Allow kms:GetPublicKey and kms:Sign in the key's policy, or in one of the caller's; docs/cloud-keys.md has an example"),
            "DisabledException" => (
                PartnerKeyProblem.SigningForbidden, $"'{keyId}' is disabled in AWS KMS",
                "Enable it: aws kms enable-key --key-id KEY"),
            "KMSInvalidStateException" => (
                PartnerKeyProblem.SigningForbidden,
                $"'{keyId}' is in a state in which AWS KMS does not sign: about to be deleted, or without its key material",
                "See the KeyState in aws kms describe-key --key-id KEY; aws kms cancel-key-deletion and enable-key bring a key back"),
            "InvalidKeyUsageException" or "UnsupportedOperationException" => (
                PartnerKeyProblem.WrongAlgorithm, $"'{keyId}' in AWS KMS is no RSA key for signing", MakeOne),
            "UnrecognizedClientException" or "InvalidClientTokenId" or "ExpiredTokenException" or "ExpiredToken" or "RequestExpired"
                or "InvalidSignatureException" or "SignatureDoesNotMatch" or "IncompleteSignature" or "IncompleteSignatureException"
                or "MissingAuthenticationToken" or "MissingAuthenticationTokenException" or "OptInRequired" or "NotAuthorized" => (
                PartnerKeyProblem.SigningForbidden, "AWS KMS does not accept the AWS credentials",
                "Renew them, and compare this machine's clock: a signature is good for minutes"),
            "KeyUnavailableException" or "DependencyTimeoutException" or "KMSInternalException" => (
                null, $"AWS KMS cannot use '{keyId}' for the moment", "Try again later"),
            _ => ((int)answer.StatusCode >= 500 ? null : PartnerKeyProblem.DeviceFailed,
                $"AWS KMS refused '{keyId}' with status {(int)answer.StatusCode}", "What it said is in the inner exception"),
        };

    /// <summary>The SDK heeds the first header in its own retries and shows it nowhere: the innermost exception has the answer.</summary>
    private static TimeSpan? RetryAfterOf(Exception? e)
    {
        while (e is not null and not HttpErrorResponseException)
        {
            e = e.InnerException;
        }

        return (e as HttpErrorResponseException)?.Response is not { } answer ? null
            : Number(answer, "x-amz-retry-after") is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds)
            : Number(answer, "Retry-After") is { } seconds ? TimeSpan.FromSeconds(seconds)
            : null;
    }

    /// <summary>Digits and nothing else; a date, which HTTP allows as well, is not read.</summary>
    private static int? Number(IWebResponseData answer, string header) =>
        int.TryParse(answer.GetHeaderValue(header), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
