using System.IO.Compression;
using System.Xml.Linq;

namespace PackageCheck;

/// <summary>One .nupkg or .snupkg, read whole.</summary>
internal sealed class Package
{
    private Package(XElement metadata, IReadOnlyDictionary<string, byte[]> files)
    {
        Metadata = metadata;
        Files = files;
    }

    public XElement Metadata { get; }

    public IReadOnlyDictionary<string, byte[]> Files { get; }

    public string Id => Text("id") ?? "";

    public string Version => Text("version") ?? "";

    public bool IsTool => Metadata.Descendants().Any(element =>
        element.Name.LocalName == "packageType" && (string?)element.Attribute("name") == "DotnetTool");

    /// <summary>Each package it depends on, with the version.</summary>
    public IEnumerable<(string Id, string Version)> Dependencies =>
        from dependency in Metadata.Descendants()
        where dependency.Name.LocalName == "dependency"
        select ((string)dependency.Attribute("id")!, (string)dependency.Attribute("version")!);

    public IEnumerable<string> Frameworks =>
        from reference in Metadata.Descendants()
        where reference.Name.LocalName == "frameworkReference"
        select (string)reference.Attribute("name")!;

    public static Package Open(string path)
    {
        using ZipArchive archive = ZipFile.OpenRead(path);
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            using Stream stream = entry.Open();
            var content = new MemoryStream();
            stream.CopyTo(content);
            files.Add(Uri.UnescapeDataString(entry.FullName), content.ToArray());
        }

        using var nuspec = new MemoryStream(files.Single(file => file.Key.EndsWith(".nuspec", StringComparison.Ordinal)).Value);
        return new Package(XDocument.Load(nuspec).Root!.Elements().Single(element => element.Name.LocalName == "metadata"), files);
    }

    public XElement? Element(string name) => Metadata.Elements().FirstOrDefault(element => element.Name.LocalName == name);

    public string? Text(string name) => Element(name)?.Value;
}
