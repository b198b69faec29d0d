using System.Text.RegularExpressions;
using HelpLightning.Tests;

namespace HelpLightning.Aspire.Tests;

/// <summary>docs/aspire.md shows the sample's programs, which another test runs.</summary>
public sealed partial class AspireDocsTests
{
    [Theory]
    [InlineData("The AppHost", "HelpDesk.AppHost")]
    [InlineData("The project", "HelpDesk")]
    public void A_program_is_that_of_the_sample(string heading, string project)
    {
        string page = File.ReadAllText(Path.Combine(RepositoryFolder.Root, "docs", "aspire.md"));
        string program = File.ReadAllText(Path.Combine(RepositoryFolder.Root, "samples", "Aspire", project, "Program.cs"));
        Match block = Fenced().Match(page, page.IndexOf($"\n## {heading}\n", StringComparison.Ordinal));
        Assert.Equal(program, block.Groups[1].Value);
    }

    [GeneratedRegex(@"^```csharp\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fenced();
}
