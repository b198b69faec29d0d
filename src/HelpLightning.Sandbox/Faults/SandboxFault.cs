using HelpLightning.Sandbox.Faults;

namespace HelpLightning.Sandbox;

/// <summary>
/// One way to misbehave, for some of the requests. As text (<c>hl sandbox --fault</c>, the header <c>x-sandbox-fault</c>):
/// <c>[METHOD] [PATH] WHAT... [next=N] [p=0.3]</c>, for example <c>GET /api/v1/enterprise/calls/* 429 retry-after=2 next=3</c>.
/// </summary>
/// <remarks>
/// WHAT is any of <c>delay=2s</c>, <c>429</c> <c>500</c> <c>502</c> <c>503</c> <c>504</c> (with <c>retry-after=2</c> or
/// <c>retry-after=date:30</c>), <c>reset</c>, <c>reset=after</c>, <c>reset=body</c>, <c>truncate</c>, <c>truncate=quiet</c>,
/// <c>expired=400</c>, <c>expired=401</c>, <c>report=failed</c> and <c>clock=-90s</c>. A delay and a clock go together with the
/// others.
/// </remarks>
public sealed record SandboxFault
{
    /// <summary>The HTTP method that it is for; null for all.</summary>
    public string? Method { get; init; }

    /// <summary>
    /// The path that it is for: <c>*</c> or <c>{name}</c> stands for one segment, a final <c>**</c> for any rest. Null for
    /// all. No fault touches the sandbox's own page and its routes under <c>/_sandbox</c>.
    /// </summary>
    public string? Path { get; init; }

    /// <summary>How long the answer waits, zero to an hour.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Answer with this status and do nothing: 429, 500, 502, 503 or 504; null for none.</summary>
    public int? Status { get; init; }

    /// <summary>What <c>Retry-After</c> says with <see cref="Status"/>: zero to a day, in whole seconds; null for no such header.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Write <c>Retry-After</c> as a date (RFC 9110 10.2.3), by the sandbox's clock.</summary>
    public bool RetryAfterAsDate { get; init; }

    /// <summary>Break the connection.</summary>
    public SandboxReset Reset { get; init; }

    /// <summary>Cut the answer's body in the middle.</summary>
    public SandboxTruncation Truncate { get; init; }

    /// <summary>Say that the token has expired, whatever it is; null for no.</summary>
    public ExpiredTokenAnswer? Expired { get; init; }

    /// <summary>
    /// The report of calls that the request begins fails once its time is over. Only requests that begin a report match.
    /// </summary>
    public bool FailReport { get; init; }

    /// <summary>For this request the sandbox's clock is this far ahead, in what it checks and in what it says.</summary>
    public TimeSpan ClockOffset { get; init; }

    /// <summary>How many of the matching requests are hit, above 0 to 1; which ones is fixed by the seed number.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>It ends after so many hits, from 1; null for never.</summary>
    public int? Next { get; init; }

    /// <summary>Reads the one-line form.</summary>
    /// <exception cref="FormatException">The text is no fault; the message names the word.</exception>
    public static SandboxFault Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return FaultText.Parse(text);
    }

    /// <summary>The one-line form; <see cref="Parse"/> reads it back.</summary>
    public override string ToString() => FaultText.Format(this);
}
