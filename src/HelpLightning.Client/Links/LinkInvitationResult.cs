using System.Text.Json.Serialization;

namespace HelpLightning.Client;

/// <summary>What became of an invitation.</summary>
public sealed record LinkInvitationResult : ApiObject
{
    /// <summary>0 sent, 100 error; others: could not be sent. Null when not told.</summary>
    [JsonPropertyName("email_result")]
    public long? EmailCode { get; init; }

    /// <summary>
    /// 0 sent, 1 most likely that none was asked for, 1048 and 1049 a bad number; others: could not be sent. Null when not told.
    /// </summary>
    [JsonPropertyName("sms_result")]
    public long? SmsCode { get; init; }

    /// <summary>Was the e-mail sent?</summary>
    [JsonIgnore]
    public bool IsEmailSent => EmailCode == 0;

    /// <summary>Was the SMS sent?</summary>
    [JsonIgnore]
    public bool IsSmsSent => SmsCode == 0;

    private protected override string Summary => $"EmailCode = {EmailCode}, SmsCode = {SmsCode}";
}
