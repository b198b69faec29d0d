using System.Globalization;
using HelpLightning.Cli.Hosting;

namespace HelpLightning.Cli.Actions;

/// <summary>
/// Says that a list came with fewer rows than the server had announced: whoever takes it for the whole must be able to see it.
/// </summary>
internal static class MissingRows
{
    /// <param name="host">Where to say it.</param>
    /// <param name="plural">What the rows are.</param>
    /// <param name="missing">How many; 0 says nothing.</param>
    public static void Warn(Host host, string plural, long missing)
    {
        if (missing > 0)
        {
            host.Screen.Warn(string.Create(
                CultureInfo.InvariantCulture, $"{missing:N0} {plural} fewer came than Help Lightning had announced. ")
                + "The list may have changed while it was read; run the command again to be sure.");
        }
    }
}
