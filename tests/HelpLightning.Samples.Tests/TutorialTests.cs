using HelpLightning.PartnerKeys;

namespace HelpLightning.Samples.Tests;

public sealed class TutorialTests
{
    [Fact]
    public async Task It_prints_a_token_that_the_site_accepts_and_five_people()
    {
        await using Site site = await Site.StartAsync();
        await using SampleProgram tutorial = SampleProgram.Start("Tutorial", Environment(site), site.KeyFile, "54344");
        Assert.Equal(0, await tutorial.ExitCodeAsync());
        string[] lines = tutorial.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        using PartnerKey key = PartnerKey.FromFile(site.KeyFile);

        // On a busy machine the token's minute may be over by now.
        PartnerTokenVerifier verifier = new(new SiteId(54344), [key.PublicKey], new PartnerTokenVerifierOptions { ExpiryTolerance = TimeSpan.FromHours(1) });
        Assert.True(verifier.Verify(lines[0]).IsValid);
        Assert.Equal(6, lines.Length);
        Assert.All(lines[1..], static line => Assert.Contains("@example.com", line));
    }

    [Fact]
    public async Task It_says_why_it_was_refused()
    {
        await using Site site = await Site.StartAsync();
        Dictionary<string, string> environment = Environment(site);
        environment["HL_API_KEY"] = "another-key";
        await using SampleProgram tutorial = SampleProgram.Start("Tutorial", environment, site.KeyFile, "54344");
        Assert.Equal(1, await tutorial.ExitCodeAsync());
        Assert.Contains("API key", tutorial.Error);
    }

    [Fact]
    public async Task Without_arguments_it_says_how_it_is_used()
    {
        await using SampleProgram tutorial = SampleProgram.Start("Tutorial", new Dictionary<string, string>());
        Assert.Equal(2, await tutorial.ExitCodeAsync());
        Assert.Contains("Usage", tutorial.Error);
    }

    private static Dictionary<string, string> Environment(Site site) => new()
    {
        ["HL_API_KEY"] = Site.ApiKey,
        ["HL_API_URL"] = site.Address.ToString(),
    };
}
