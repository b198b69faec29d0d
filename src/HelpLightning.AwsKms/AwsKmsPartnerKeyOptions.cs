using HelpLightning.PartnerKeys;

namespace HelpLightning.AwsKms;

/// <summary>How a key in AWS KMS is used.</summary>
public sealed record AwsKmsPartnerKeyOptions
{
    /// <summary>How many signatures may be under way at once; the others wait in the order they came. 1 or more.</summary>
    public int MaxConcurrency { get; init; } = RemotePartnerKey.DefaultMaxConcurrency;
}
