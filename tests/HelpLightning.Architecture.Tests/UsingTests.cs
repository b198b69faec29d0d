using System.Text.RegularExpressions;
using HelpLightning.Tests;

namespace HelpLightning.Architecture.Tests;

/// <summary>
/// Namespaces that a file uses stand in their order, those of the platform's System first. The compiler does not mind, and a check of white
/// space alone does not look.
/// </summary>
public sealed partial class UsingTests
{
    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    [InlineData("samples")]
    [InlineData("bench")]
    public void Namespaces_stand_in_their_order(string folder)
    {
        string[] files = [.. Sources.In(folder).Where(static path => !path.EndsWith(".g.cs", StringComparison.Ordinal))];
        Assert.NotEmpty(files);
        Assert.Empty(files
            .Where(static path => Of(path) is var used && !used.SequenceEqual(used.OrderBy(IsForeign).ThenBy(static name => name, StringComparer.Ordinal)))
            .Select(static path => Path.GetRelativePath(RepositoryFolder.Root, path)));
    }

    private static string[] Of(string path) =>
    [
        .. File.ReadLines(path)
            .TakeWhile(static line => !line.StartsWith("namespace ", StringComparison.Ordinal))
            .Select(static line => Directive().Match(line))
            .Where(static match => match.Success)
            .Select(static match => match.Groups[1].Value),
    ];

    private static bool IsForeign(string name) => name != "System" && !name.StartsWith("System.", StringComparison.Ordinal);

    [GeneratedRegex(@"^using ([A-Z][\w.]*);")]
    private static partial Regex Directive();
}
