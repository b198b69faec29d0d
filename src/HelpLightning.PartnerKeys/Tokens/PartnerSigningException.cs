namespace HelpLightning.PartnerKeys;

/// <summary>
/// A key did not sign: a device that refused, a service that could not be reached, a signature that is none. There is no token
/// then. The message says which key, by its thumbprint, and never holds a byte of it.
/// </summary>
public sealed class PartnerSigningException : Exception
{
    /// <summary>Makes one, for a <see cref="PartnerSigningKey"/> of your own or for a test.</summary>
    /// <param name="message">What failed and what to try; nothing secret.</param>
    /// <param name="thumbprint">Which key; null when it is not known.</param>
    /// <param name="innerException">What the device or service said.</param>
    public PartnerSigningException(string message, string? thumbprint = null, Exception? innerException = null)
        : base(message, innerException) => Thumbprint = thumbprint;

    /// <summary>The key's thumbprint (<see cref="PartnerSigningKey.Thumbprint"/>); null when it is not known.</summary>
    public string? Thumbprint { get; }

    /// <summary>How long a service that is overloaded asks to wait; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    internal static PartnerSigningException NotSigned(string thumbprint) =>
        new($"The key with thumbprint {thumbprint} did not sign. No token was made.", thumbprint);

    internal static PartnerSigningException From(string thumbprint, Exception cause) =>
        new(
            $"The key with thumbprint {thumbprint} did not sign: {cause.GetType().Name}, see the inner exception. No token was made.",
            thumbprint, cause);

    internal static PartnerSigningException WrongLength(string thumbprint, int length, int expected) =>
        new($"The key with thumbprint {thumbprint} gave {length} bytes for a signature of {expected}. No token was made.", thumbprint);

    internal static PartnerSigningException NotItsOwn(string thumbprint) => new(
        $"The key with thumbprint {thumbprint} gave a signature that its public half does not verify: "
        + "it signs with another key or in another way than RS256 "
        + "(RSASSA-PKCS1-v1_5 over SHA-256). No token was made.", thumbprint);
}
