namespace HelpLightning.Webhooks;

/// <summary>What a check of a webhook's signature found. Only <see cref="Valid"/> is a yes, and it is not what an unset value is.</summary>
public enum WebhookSignatureResult
{
    /// <summary>There is no secret to check with. That is a no.</summary>
    NoSecret = 0,

    /// <summary>The request has no signature: the webhook was set up without a secret, or somebody else sent it.</summary>
    Missing,

    /// <summary>The request has more than one signature header.</summary>
    Repeated,

    /// <summary>The header is not <c>sha256=</c> and 64 lower-case hex digits.</summary>
    Malformed,

    /// <summary>A signature of another body, or made with another secret.</summary>
    Mismatch,

    /// <summary>The body is what the holder of a secret has signed.</summary>
    Valid,
}
