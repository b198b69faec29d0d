namespace HelpLightning.Proxy;

/// <summary>A request as it stands in the access log. It holds nothing secret: no query, no header, no body.</summary>
public sealed record ProxyAccess
{
    /// <summary>When the request came.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Its method, as it came.</summary>
    public required string Method { get; init; }

    /// <summary>Its path as it came, without the query.</summary>
    public required string Path { get; init; }

    /// <summary>What it was answered with; 0 when the answer broke off, or the caller had gone.</summary>
    public required int Status { get; init; }

    /// <summary>Until the answer's last byte was handed over.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>The site that it was for; null when it was refused before that was clear.</summary>
    public string? Site { get; init; }

    /// <summary>Who called, by the name of the caller's token; null where callers need none.</summary>
    public string? Caller { get; init; }

    /// <summary>The rule that let it through, or did not.</summary>
    public string? Rule { get; init; }

    /// <summary>The person that it was made as; null for the site itself.</summary>
    public string? ActsAs { get; init; }

    /// <summary>
    /// Which token it carried last: the first 12 hex digits of the SHA-256 of the token's text; null when it carried none.
    /// </summary>
    public string? TokenId { get; init; }

    /// <summary>
    /// What the proxy answered by itself, such as <c>policy</c> or <c>upstream</c>; null when the answer is Help Lightning's.
    /// </summary>
    public string? AnsweredBy { get; init; }
}
