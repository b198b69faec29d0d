namespace HelpLightning.Sandbox.Tests;

/// <summary>A data file in a folder of its own, gone afterwards.</summary>
internal sealed class TemporaryFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hl-sandbox-");

    public string Path => System.IO.Path.Combine(_folder.FullName, "site.db");

    public void Dispose() => _folder.Delete(recursive: true);
}
