using System.Globalization;
using HelpLightning.Cli.Hosting;

namespace HelpLightning.Cli.Progress;

/// <summary>Says on standard error what takes so long and since when; on a terminal in one line that goes when it is done.</summary>
internal static class ElapsedLine
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(0.25);

    public static async Task<T> DuringAsync<T>(Host host, string what, Task<T> work)
    {
        if (!host.Screen.ErrorIsTerminal)
        {
            host.Screen.Note(what + " ...");
            return await work;
        }

        long start = host.Clock.GetTimestamp();
        try
        {
            while (!work.IsCompleted)
            {
                double seconds = host.Clock.GetElapsedTime(start).TotalSeconds;
                host.Screen.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{what} ... {seconds:0} s"));
                await Task.WhenAny(work, Task.Delay(Pace, CancellationToken.None));
            }
        }
        finally
        {
            host.Screen.Error.Write("\r\u001b[K");
        }

        return await work;
    }
}
