using System.Globalization;

namespace HelpLightning.Cli.Terminal;

/// <summary>Says on standard error what takes so long and since when; on a terminal in one line that goes when it is done.</summary>
internal static class ElapsedLine
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(0.25);

    public static async Task<T> DuringAsync<T>(Screen screen, string what, Task<T> work)
    {
        if (!Screen.ErrorIsTerminal)
        {
            screen.Note(what + " ...");
            return await work;
        }

        long start = TimeProvider.System.GetTimestamp();
        try
        {
            while (!work.IsCompleted)
            {
                screen.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{what} ... {TimeProvider.System.GetElapsedTime(start).TotalSeconds:0} s"));
                await Task.WhenAny(work, Task.Delay(Pace, CancellationToken.None));
            }
        }
        finally
        {
            screen.Error.Write("\r\u001b[K");
        }

        return await work;
    }
}
