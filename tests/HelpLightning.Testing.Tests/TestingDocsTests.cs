using System.Text.RegularExpressions;
using HelpLightning.Tests;

namespace HelpLightning.Testing.Tests;

/// <summary>docs/testing.md shows test classes that run: those of tests/consumers.</summary>
public sealed partial class TestingDocsTests
{
    [Theory]
    [InlineData("xUnit", "WithXUnit")]
    [InlineData("NUnit", "WithNUnit")]
    [InlineData("MSTest", "WithMSTest")]
    public void A_framework_s_class_is_that_of_its_project(string heading, string project)
    {
        string page = File.ReadAllText(Path.Combine(RepositoryFolder.Root, "docs", "testing.md"));
        string file = File.ReadAllText(Path.Combine(RepositoryFolder.Root, "tests", "consumers", project, "HelpLightningTests.cs"));
        Match block = Fenced().Match(page, page.IndexOf($"\n## {heading}\n", StringComparison.Ordinal));
        Assert.Equal(file, block.Groups[1].Value);
    }

    [GeneratedRegex(@"^```csharp\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fenced();
}
