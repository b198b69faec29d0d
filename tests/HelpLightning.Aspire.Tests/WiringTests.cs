using HelpLightning.Aspire.Hosting;
using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox;

namespace HelpLightning.Aspire.Tests;

/// <summary>What an AppHost may write, and what is told when it may not; nothing is started.</summary>
public sealed class WiringTests
{
    [Fact]
    public async Task Webhook_secrets_are_files_that_the_dashboard_cannot_show()
    {
        IDistributedApplicationBuilder builder = Application.Build();
        IResourceBuilder<ExecutableResource> idle = builder.AddIdle().WithHttpEndpoint();
        await using SandboxRun northern = builder.AddHelpLightningSandbox("north").WithWebhooksTo(idle, "/hook").Resource.Run;
        await using SandboxRun southern = builder.AddHelpLightningSandbox("south").WithWebhooksTo(idle, "/hook").Resource.Run;
        IReadOnlyDictionary<string, string> variables = await Application.VariablesOfAsync(idle);
        string north = variables["HelpLightning__Webhooks__SecretFiles__0"];
        string south = variables["HelpLightning__Webhooks__SecretFiles__1"];
        Assert.Equal("north-to-idle.txt", Path.GetFileName(north));
        Assert.Equal("south-to-idle.txt", Path.GetFileName(south));
        string secret = await File.ReadAllTextAsync(north, TestContext.Current.CancellationToken);
        Assert.Equal(64, secret.Length);
        Assert.NotEqual(secret, await File.ReadAllTextAsync(south, TestContext.Current.CancellationToken));
        Assert.DoesNotContain(secret, variables.Values);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(north));
        }

        // A project that is started again gets the same file.
        Assert.Equal(variables, await Application.VariablesOfAsync(idle));
    }

    [Fact]
    public async Task What_is_published_knows_nothing_of_it()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("hl-aspire-test-");
        string manifest = Path.Combine(folder.FullName, "manifest.json");
        IDistributedApplicationBuilder builder = Application.Build("--publisher", "manifest", "--output-path", manifest);
        IResourceBuilder<HelpLightningSandboxResource> sandbox = builder.AddHelpLightningSandbox("site");
        IResourceBuilder<ExecutableResource> idle = builder.AddIdle().WithHttpEndpoint().WithReference(sandbox);
        sandbox.WithWebhooksTo(idle, "/hook");
        await using DistributedApplication application = builder.Build();
        await application.RunAsync(TestContext.Current.CancellationToken);
        string published = await File.ReadAllTextAsync(manifest, TestContext.Current.CancellationToken);
        Assert.Contains("idle", published);
        Assert.DoesNotContain("HelpLightning", published, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("site", published, StringComparison.OrdinalIgnoreCase);
        folder.Delete(recursive: true);
    }

    [Fact]
    public void A_container_is_refused_because_it_cannot_reach_the_sandbox()
    {
        IDistributedApplicationBuilder builder = Application.Build();
        IResourceBuilder<HelpLightningSandboxResource> sandbox = builder.AddHelpLightningSandbox("site");
        IResourceBuilder<ContainerResource> container = builder.AddContainer("shop", "shop").WithHttpEndpoint();
        Assert.Contains("'shop' is a container", Assert.Throws<ArgumentException>(() => container.WithReference(sandbox)).Message);
        Assert.Contains("'shop' is a container", Assert.Throws<ArgumentException>(() => sandbox.WithWebhooksTo(container, "/hook")).Message);
    }

    [Fact]
    public void A_path_without_its_slash_is_refused()
    {
        IDistributedApplicationBuilder builder = Application.Build();
        Assert.Contains("begins with a slash", Assert.Throws<ArgumentException>(
            () => builder.AddHelpLightningSandbox("site").WithWebhooksTo(builder.AddIdle().WithHttpEndpoint(), "hook")).Message);
    }

    [Fact]
    public void Options_that_no_project_could_use_are_refused()
    {
        using PartnerKey key = PartnerKey.Create();
        IDistributedApplicationBuilder builder = Application.Build();
        Assert.Contains("makes a key of its own", Assert.Throws<ArgumentException>(() => builder.AddHelpLightningSandbox(
            "site", options: new HelpLightningSandboxOptions { PartnerPublicKeys = [key.PublicKey] })).Message);
        Assert.Contains("need an address", Assert.Throws<ArgumentException>(() => builder.AddHelpLightningSandbox(
            "site", options: new HelpLightningSandboxOptions { ListenEndPoint = null })).Message);
    }
}
