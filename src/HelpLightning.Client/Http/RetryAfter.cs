using System.Globalization;
using System.Net.Http.Headers;

namespace HelpLightning.Client;

/// <summary>How long a server asks to wait (RFC 9110 section 10.2.3).</summary>
internal static class RetryAfter
{
    private const string Header = "Retry-After";

    /// <summary>What is longer than this is as good as never; it is the most that a wait can be told as.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    /// <summary>
    /// Seconds, also with a fraction and beyond what 32 bits hold, or a date. Null when nothing is asked, or nothing that makes sense.
    /// </summary>
    /// <param name="response">Whose header.</param>
    /// <param name="arrived">When it arrived, for a server that does not tell its own time.</param>
    public static TimeSpan? Of(HttpResponseMessage response, DateTimeOffset arrived)
    {
        if (!response.Headers.NonValidated.TryGetValues(Header, out HeaderStringValues values))
        {
            return null;
        }

        // A proxy may have added one of its own: the longest is what suits both.
        TimeSpan? wait = null;
        foreach (string value in values)
        {
            if (Read(value.Trim(), response, arrived) is { } one && (wait is null || one > wait))
            {
                wait = one;
            }
        }

        return wait;
    }

    private static TimeSpan? Read(string value, HttpResponseMessage response, DateTimeOffset arrived)
    {
        if (decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal seconds))
        {
            return seconds >= (decimal)Longest.TotalSeconds ? Longest : TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond));
        }

        if (value.Length > 0 && value.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0)
        {
            // More digits than a number has.
            return Longest;
        }

        // By the server's own clock, when it tells it: ours may be off.
        return RetryConditionHeaderValue.TryParse(value, out RetryConditionHeaderValue? parsed) && parsed.Date is { } date
            ? TimeSpan.FromTicks(Math.Clamp((date - (response.Headers.Date ?? arrived)).Ticks, 0, Longest.Ticks))
            : null;
    }
}
