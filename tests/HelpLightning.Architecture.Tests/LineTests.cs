using HelpLightning.Tests;

namespace HelpLightning.Architecture.Tests;

/// <summary>A line is read in one glance, also beside another file.</summary>
public sealed class LineTests
{
    private const int Longest = 140;

    [Fact]
    public void Lines_end_where_a_readers_window_ends()
    {
        IEnumerable<string> tooLong = Sources.In("src").SelectMany(static path => File.ReadLines(path)
            .Select((line, index) => (Line: line, Place: $"{Path.GetRelativePath(RepositoryFolder.Root, path)}:{index + 1}"))
            .Where(static l => l.Line.Length > Longest)
            .Select(static l => $"{l.Place}: {l.Line.Length} characters"));
        Assert.Empty(tooLong);
    }
}
