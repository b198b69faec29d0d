using HelpLightning.PartnerKeys;

namespace HelpLightning.Sandbox.Tests;

/// <summary>Options are a record, for whoever starts a sandbox with what somebody else chose.</summary>
public sealed class OptionsTests
{
    [Fact]
    public void A_variation_keeps_everything_else()
    {
        HelpLightningSandboxOptions chosen = new() { ApiKey = "of-a-test-42", SeedUsers = 50, Strict = false };
        HelpLightningSandboxOptions other = chosen with { SiteId = new SiteId(777) };
        Assert.Equal(new SiteId(777), other.SiteId);
        Assert.Equal(chosen, other with { SiteId = chosen.SiteId });
    }

    [Fact]
    public void Their_text_does_not_show_the_api_key()
    {
        string text = new HelpLightningSandboxOptions { ApiKey = "of-a-test-42" }.ToString();
        Assert.Contains("54344", text);
        Assert.DoesNotContain("of-a-test-42", text);
    }
}
