using System.Diagnostics;
using Polly;

namespace HelpLightning.Client;

/// <summary>One call of the API on its way, over all its attempts.</summary>
internal sealed class ApiCall(ApiRequest request, TokenSource tokens, TimeSpan limit)
{
    private readonly long _start = Stopwatch.GetTimestamp();

    public ApiRequest Request { get; } = request;

    public TokenSource Tokens { get; } = tokens;

    public int Attempts { get; set; }

    /// <summary>How many tokens were refused in the whole call: not many are replaced, so that a refusal for good ends.</summary>
    public int TokenRefusals { get; set; }

    /// <summary>No token was to be had. Asking for one has its own retries, and a refresh must not be repeated at all.</summary>
    public bool HasNoToken { get; set; }

    /// <summary>What came of an attempt that was made before the retry rules were asked; null when they have it.</summary>
    public Outcome<HelpLightningResponse>? FirstOutcome { get; set; }

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    /// <summary>Zero or more.</summary>
    public TimeSpan TimeLeft => TimeSpan.FromTicks(Math.Max(0, (limit - Elapsed).Ticks));

    public Outcome<HelpLightningResponse>? TakeFirstOutcome()
    {
        Outcome<HelpLightningResponse>? first = FirstOutcome;
        FirstOutcome = null;
        return first;
    }

    /// <summary>Method and path, for people.</summary>
    public string RequestLine(Connection connection)
    {
        try
        {
            return $"{Request.Method} {connection.Origin.Resolve(Request.PathAndQuery).AbsolutePath}";
        }
        catch (Exception e) when (e is ArgumentException or HelpLightningOriginException)
        {
            return Request.Method.Method;
        }
    }

    public HelpLightningUnreachableException TimedOut(Connection connection, TimeSpan limit, string setting, Exception cause) => new(
        $"{RequestLine(connection)} had no whole answer within {limit.TotalSeconds:0.###} s.", UnreachableReason.Timeout, cause)
    {
        Remedy = $"Try again, or raise {setting}.",
    };
}
