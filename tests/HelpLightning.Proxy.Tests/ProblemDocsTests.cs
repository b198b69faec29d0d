using System.Text.RegularExpressions;
using HelpLightning.Tests;

namespace HelpLightning.Proxy.Tests;

/// <summary>The table of errors in docs/proxy.md is whole, and names nothing that is not there.</summary>
public sealed partial class ProblemDocsTests
{
    [Fact]
    public void The_table_has_every_type_that_the_proxy_answers_with()
    {
        string sources = string.Concat(
            Directory.EnumerateFiles(Path.Combine(RepositoryFolder.Root, "src", "HelpLightning.Proxy"), "*.cs", SearchOption.AllDirectories)
                .Select(File.ReadAllText));
        string[] answered = [.. Answered().Matches(sources).Select(static m => m.Groups[1].Value).Distinct().Order(StringComparer.Ordinal)];
        Assert.Contains("caller-token", answered);
        Assert.Contains("timeout", answered);

        string page = File.ReadAllText(Path.Combine(RepositoryFolder.Root, "docs", "proxy.md"));
        string table = page.Split("\n| type | status |")[1].Split("\n\n")[0];
        string[] documented =
        [
            .. Row().Matches(table).SelectMany(static row => Name().Matches(row.Groups[1].Value)).Select(static m => m.Groups[1].Value).Order(StringComparer.Ordinal),
        ];
        Assert.Equal(answered, documented);
    }

    /// <summary>The word after a status, or after what stands for one.</summary>
    [GeneratedRegex(@"(?:(?:Forbidden|Bad)\(|(?:Of|Gateway)\(\s*StatusCodes\.\w+,)\s*""([a-z-]+)""")]
    private static partial Regex Answered();

    [GeneratedRegex(@"^\| (`[^|]*`) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([a-z-]+)`")]
    private static partial Regex Name();
}
