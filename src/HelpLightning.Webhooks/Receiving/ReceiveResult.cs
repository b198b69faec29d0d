namespace HelpLightning.Webhooks;

/// <summary>What to tell the sender of a webhook.</summary>
public enum ReceiveResult
{
    /// <summary>Its signature is not valid: 401, without a word on what was wrong.</summary>
    Refused = 0,

    /// <summary>It is unsigned, which is allowed, and no JSON object: 400.</summary>
    Unreadable,

    /// <summary>It cannot be kept now: 503 with <c>Retry-After</c>.</summary>
    Unavailable,

    /// <summary>It is kept: 200.</summary>
    Stored,

    /// <summary>It was kept before: 200.</summary>
    Repeated,
}
