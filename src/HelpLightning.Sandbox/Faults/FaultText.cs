using System.Globalization;
using System.Text;
using HelpLightning.Sandbox.Time;

namespace HelpLightning.Sandbox.Faults;

/// <summary>The one-line form of a fault.</summary>
internal static class FaultText
{
    private const string Known =
        "429, 500, 502, 503, 504, retry-after=N, retry-after=date:N, delay=2s, reset, reset=after, reset=body, truncate, truncate=quiet, "
        + "expired=400, expired=401, report=failed, clock=-90s, next=N, p=0.3";

    public static SandboxFault Parse(string text)
    {
        string[] words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        SandboxFault fault = new();
        HashSet<string> seen = [];
        for (int i = 0; i < words.Length; i++)
        {
            string word = words[i];
            if (i == 0 && (word == "*" || word.All(char.IsAsciiLetterUpper)))
            {
                fault = fault with { Method = word == "*" ? null : word };
                continue;
            }

            string name = word.StartsWith('/') ? "a path" : char.IsAsciiDigit(word[0]) ? "a status" : word.Split('=')[0];
            if (!seen.Add(name))
            {
                throw new FormatException(
                    $"The fault '{Quote(text)}' has {name} twice. One fault does one thing; add another fault for the second.");
            }

            fault = Add(fault, word);
        }

        Check(fault);
        return fault;
    }

    public static string Format(SandboxFault fault)
    {
        StringBuilder text = new();
        Append(text, fault.Method);
        Append(text, fault.Path);
        Append(text, fault.Delay == default ? null : $"delay={DurationText.Format(fault.Delay)}");
        Append(text, fault.ClockOffset == default ? null : $"clock={DurationText.Format(fault.ClockOffset)}");
        Append(text, fault.Status?.ToString(CultureInfo.InvariantCulture));
        Append(
            text,
            fault.RetryAfter is { } wait
                ? $"retry-after={(fault.RetryAfterAsDate ? "date:" : "")}{wait.TotalSeconds.ToString(CultureInfo.InvariantCulture)}"
                : null);
        Append(
            text,
            fault.Reset switch
            {
                SandboxReset.Before => "reset",
                SandboxReset.After => "reset=after",
                SandboxReset.Body => "reset=body",
                _ => null,
            });
        Append(
            text,
            fault.Truncate switch { SandboxTruncation.Unfinished => "truncate", SandboxTruncation.Quiet => "truncate=quiet", _ => null });
        Append(text, fault.Expired switch { null => null, ExpiredTokenAnswer.Unauthorized401Text => "expired=401", _ => "expired=400" });
        Append(text, fault.FailReport ? "report=failed" : null);
        Append(text, fault.Next is { } next ? $"next={next.ToString(CultureInfo.InvariantCulture)}" : null);
        Append(text, fault.Probability < 1 ? $"p={fault.Probability.ToString(CultureInfo.InvariantCulture)}" : null);
        return text.ToString();
    }

    /// <summary>What holds for faults however they were made.</summary>
    /// <exception cref="FormatException">The message names what is wrong.</exception>
    public static void Check(SandboxFault fault)
    {
        int endings = (fault.Status is null ? 0 : 1) + (fault.Reset == SandboxReset.None ? 0 : 1)
            + (fault.Truncate == SandboxTruncation.None ? 0 : 1) + (fault.Expired is null ? 0 : 1) + (fault.FailReport ? 1 : 0);
        Require(endings <= 1, "has more than one ending: choose one of a status, reset, truncate, expired and report");
        Require(endings == 1 || fault.Delay != default || fault.ClockOffset != default, $"does nothing. A fault knows: {Known}");
        Require(fault.Status is null or 429 or 500 or 502 or 503 or 504, "has a status that is none of 429, 500, 502, 503 and 504");
        Require(fault.RetryAfter is null || fault.Status is not null, "has retry-after without a status that it belongs to");
        Require(
            fault.RetryAfter is not { } wait
                || (wait >= TimeSpan.Zero && wait <= TimeSpan.FromDays(1) && wait.Ticks % TimeSpan.TicksPerSecond == 0),
            "has a retry-after that is no whole number of seconds from 0 to 86400");
        Require(fault.Delay >= TimeSpan.Zero && fault.Delay <= TimeSpan.FromHours(1), "has a delay that is not from 0 to 1h");
        Require(fault.Probability is > 0 and <= 1, "has a p that is not above 0 and at most 1");
        Require(fault.Next is null or >= 1, "has a next below 1");
        Require(
            fault.Method is null || (fault.Method.Length > 0 && fault.Method.All(char.IsAsciiLetterUpper)),
            "has a method that is not in capital letters, such as GET");
        Require(
            fault.Path is null || (fault.Path.StartsWith('/') && !fault.Path.Contains('?', StringComparison.Ordinal)),
            "has a path that does not begin with '/' or that has a query");
    }

    private static SandboxFault Add(SandboxFault fault, string word)
    {
        int equals = word.IndexOf('=', StringComparison.Ordinal);
        string value = equals < 0 ? "" : word[(equals + 1)..];
        return (equals < 0 ? word : word[..equals]) switch
        {
            _ when word[0] == '/' => fault with { Path = word },
            _ when int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int status) => fault with { Status = status },
            "retry-after" when value.StartsWith("date:", StringComparison.Ordinal) =>
                fault with { RetryAfter = Duration(word, value[5..]), RetryAfterAsDate = true },
            "retry-after" => fault with { RetryAfter = Duration(word, value) },
            "delay" => fault with { Delay = Duration(word, value) },
            "clock" => fault with { ClockOffset = Duration(word, value) },
            "next" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int next) => fault with { Next = next },
            "p" when double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double p) => fault with
            {
                Probability = p,
            },
            _ => word switch
            {
                "reset" or "reset=before" => fault with { Reset = SandboxReset.Before },
                "reset=after" => fault with { Reset = SandboxReset.After },
                "reset=body" => fault with { Reset = SandboxReset.Body },
                "truncate" or "truncate=short" => fault with { Truncate = SandboxTruncation.Unfinished },
                "truncate=quiet" => fault with { Truncate = SandboxTruncation.Quiet },
                "expired=400" => fault with { Expired = ExpiredTokenAnswer.BadRequest400Code1003 },
                "expired=401" => fault with { Expired = ExpiredTokenAnswer.Unauthorized401Text },
                "report=failed" => fault with { FailReport = true },
                _ => throw new FormatException(
                    $"The word '{Quote(word)}' is not part of a fault. A fault is [METHOD] [PATH] and then some of: {Known}."),
            },
        };
    }

    private static TimeSpan Duration(string word, string value) => DurationText.TryParse(value, out TimeSpan duration)
        ? duration
        : throw new FormatException($"The time in '{Quote(word)}' is none: write 250ms, 90s, 5m, 2h or 1d, or a number of seconds.");

    private static void Require(bool condition, string problem)
    {
        if (!condition)
        {
            throw new FormatException($"The fault {problem}.");
        }
    }

    private static void Append(StringBuilder text, string? word)
    {
        if (word is not null)
        {
            text.Append(text.Length == 0 ? "" : " ").Append(word);
        }
    }

    private static string Quote(string text) => text.Length <= 80 ? text : text[..80] + "…";
}
