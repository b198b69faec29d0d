using System.Globalization;

namespace HelpLightning.Cli.Terminal;

/// <summary>Sizes for people, in powers of 1000.</summary>
internal static class ByteText
{
    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB"];

    public static string Of(double bytes)
    {
        int unit = 0;
        while (bytes >= 1000 && unit < Units.Length - 1)
        {
            bytes /= 1000;
            unit++;
        }

        return bytes.ToString(unit == 0 || bytes >= 100 ? "0" : "0.0", CultureInfo.InvariantCulture) + " " + Units[unit];
    }

    /// <summary>A second.</summary>
    public static string Rate(long bytes, TimeSpan elapsed) => $"{Of(bytes / Math.Max(0.001, elapsed.TotalSeconds))}/s";
}
