namespace HelpLightning.Sandbox.Tests;

/// <summary>A sandbox with a data file.</summary>
internal sealed class FileFixture(string path) : SandboxFixture
{
    public static async Task<FileFixture> StartAsync(string path)
    {
        FileFixture fixture = new(path);
        await fixture.InitializeAsync();
        return fixture;
    }

    protected override HelpLightningSandboxOptions Options() => new()
    {
        PartnerPublicKeys = [Key.PublicKey],
        TimeProvider = Clock,
        DataFile = path,
    };
}
