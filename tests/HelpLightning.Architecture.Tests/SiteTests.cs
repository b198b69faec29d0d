using HelpLightning.Tests;

namespace HelpLightning.Architecture.Tests;

/// <summary>Whatever is written for readers can be found on the documentation site. That its links hold is seen by eng/site.sh.</summary>
public sealed class SiteTests
{
    private static readonly string Root = RepositoryFolder.Root;

    [Fact]
    public void Each_guide_and_package_is_in_the_table_of_contents()
    {
        string contents = File.ReadAllText(Path.Combine(Root, "eng", "site", "guides", "toc.yml"));
        IEnumerable<string> guides = Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md").Select(file => $"../docs/{Path.GetFileName(file)}");
        IEnumerable<string> packages = Directory.EnumerateDirectories(Path.Combine(Root, "src"), "HelpLightning.*")
            .Select(folder => $"../src/{Path.GetFileName(folder)}/README.md");
        IEnumerable<string> samples = Directory.EnumerateDirectories(Path.Combine(Root, "samples"))
            .Where(folder => File.Exists(Path.Combine(folder, "README.md"))).Select(folder => $"../samples/{Path.GetFileName(folder)}/README.md");
        Assert.All(guides.Concat(packages).Concat(samples), page => Assert.Contains($"href: {page} }}", contents, StringComparison.Ordinal));
    }

    [Fact]
    public void Each_decision_is_listed_by_its_title()
    {
        string list = File.ReadAllText(Path.Combine(Root, "docs", "decisions", "README.md"));
        string[] rows = [.. Directory.EnumerateFiles(Path.Combine(Root, "docs", "decisions"), "0*.md").Order(StringComparer.Ordinal)
            .Select(file => $"| [{Path.GetFileName(file)[..4]}]({Path.GetFileName(file)}) | {File.ReadLines(file).First()[2..]} |")];
        Assert.NotEmpty(rows);
        Assert.Equal(rows, list.Split('\n').Where(line => line.StartsWith("| [", StringComparison.Ordinal)));
    }
}
