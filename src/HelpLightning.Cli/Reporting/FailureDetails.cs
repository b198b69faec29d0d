using System.Globalization;
using HelpLightning.Cli.Exit;
using HelpLightning.Client;

namespace HelpLightning.Cli.Reporting;

/// <summary>What <c>--verbose</c> tells of a failure beyond its message. Nothing of it can be a secret.</summary>
internal static class FailureDetails
{
    public static IReadOnlyList<(string Name, string Value)> Of(Exception exception)
    {
        List<(string, string)> facts = [];
        void Add(string name, string? value)
        {
            if (value is not null)
            {
                facts.Add((name, value));
            }
        }

        if (exception is not HelpLightningException failure)
        {
            // Where it happened; not its text, which could hold anything.
            if (exception is not (CommandException or OperationCanceledException))
            {
                Add("kind", exception.GetType().Name);
                Add("at", exception.StackTrace?.Split('\n')[0].Trim());
            }

            return facts;
        }

        Add("kind", exception.GetType().Name);
        Add("request", failure.RequestLine);
        if (failure is HelpLightningApiException answer)
        {
            Add("status", string.Create(CultureInfo.InvariantCulture, $"{(int)answer.Status} {answer.Status}"));
            Add("code", answer.VendorCode is { } code
                ? string.Create(CultureInfo.InvariantCulture, $"{code} {answer.VendorCodeName}").TrimEnd()
                : null);
            Add("message", answer.VendorMessage);
            Add("request id", answer.RequestId);
        }

        Add("retry after", failure.RetryAfter is { } wait ? string.Create(CultureInfo.InvariantCulture, $"{wait.TotalSeconds:0} s") : null);
        Add("clock", (failure as HelpLightningAuthenticationException)?.ClockOffset is { } offset
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"the server's is {Math.Abs(offset.TotalSeconds):0} s {(offset < TimeSpan.Zero ? "behind" : "ahead")}")
            : null);
        Add("reason", (failure as HelpLightningUnreachableException)?.Reason.ToString());
        Add("attempts", failure.Attempts > 0 ? failure.Attempts.ToString(CultureInfo.InvariantCulture) : null);
        for (Exception? cause = failure.InnerException; cause is not null; cause = cause.InnerException)
        {
            Add("cause", cause.GetType().Name);
        }

        return facts;
    }
}
