using System.Globalization;

namespace HelpLightning.Webhooks.Tests.Kills;

/// <summary>
/// How many events the killed programs get: about three full hands of a worker between two deaths. <c>HL_KILLED_EVENTS=10000</c> for the long run.
/// </summary>
internal static class KilledEvents
{
    public static int Number { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("HL_KILLED_EVENTS"), CultureInfo.InvariantCulture, out int number) ? number : 4_000;
}
