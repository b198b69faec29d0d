using System.Globalization;

namespace HelpLightning.Webhooks.Tests.Kills;

/// <summary>What receivers have written down as handled.</summary>
internal static class HandledLines
{
    /// <param name="Process">Who handled it.</param>
    /// <param name="Call">The event's call.</param>
    /// <param name="Number">The event's number among all.</param>
    /// <param name="At">When.</param>
    public sealed record Line(int Process, string Call, int Number, long At);

    public static List<Line> Read(string path)
    {
        using FileStream file = new(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite);
        using StreamReader reader = new(file);
        return
        [
            .. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Split(' '))
                .Select(static parts => new Line(Number(parts[0]), parts[1], Number(parts[2]), long.Parse(parts[4], CultureInfo.InvariantCulture))),
        ];
    }

    /// <summary>How many lines there are, which is asked often.</summary>
    public static int Count(string path)
    {
        using FileStream file = new(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        byte[] content = new byte[file.Length];
        return content.AsSpan(0, file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false)).Count((byte)'\n');
    }

    /// <summary>
    /// Each event at least once; again only by another process, of what one had in hand when it died; and of each call in the order in which
    /// they came.
    /// </summary>
    public static void Require(IReadOnlyList<Line> lines, int count, int mostTwice)
    {
        Assert.Equal(Enumerable.Range(0, count), lines.Select(static l => l.Number).Distinct().Order());
        Assert.All(lines.CountBy(static l => (l.Process, l.Number)), static handled => Assert.Equal(1, handled.Value));
        Assert.InRange(lines.Count - count, 0, mostTwice);
        foreach (IGrouping<string, Line> call in lines.OrderBy(static l => l.At).DistinctBy(static l => l.Number).GroupBy(static l => l.Call))
        {
            Assert.Equal(call.Select(static l => l.Number).Order(), call.Select(static l => l.Number));
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
