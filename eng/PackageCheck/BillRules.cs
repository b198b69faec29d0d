using System.Text.Json;

namespace PackageCheck;

/// <summary>A bill of materials names its package, at its version, and everything that the package wants or brings.</summary>
internal static class BillRules
{
    public static IEnumerable<string> Check(Package package, string path)
    {
        if (!File.Exists(path))
        {
            yield return $"has no bill of materials {Path.GetFileName(path)}: eng/sbom.sh";
            yield break;
        }

        using JsonDocument bill = JsonDocument.Parse(File.ReadAllBytes(path));
        JsonElement subject = bill.RootElement.GetProperty("metadata").GetProperty("component");
        if ((Name(subject), Version(subject)) != (package.Id, package.Version))
        {
            yield return $"has a bill of materials of {Name(subject)} {Version(subject)}";
        }

        Dictionary<string, string> parts = bill.RootElement.GetProperty("components").EnumerateArray().ToDictionary(Name, Version);
        foreach ((string id, string version) in package.Dependencies.Concat(Brought(package)))
        {
            if (parts.GetValueOrDefault(id) is not { } listed)
            {
                yield return $"has {id} {version}, which its bill of materials lacks";
            }
            else if (listed != version)
            {
                yield return $"has {id} {version}, of which its bill of materials says {listed}";
            }
        }
    }

    /// <summary>What a tool has inside instead of depending on it.</summary>
    private static List<(string Id, string Version)> Brought(Package package)
    {
        byte[]? file = package.Files.FirstOrDefault(file => file.Key.EndsWith(".deps.json", StringComparison.Ordinal)).Value;
        if (file is null)
        {
            return [];
        }

        using JsonDocument deps = JsonDocument.Parse(file);
        return [.. from library in deps.RootElement.GetProperty("libraries").EnumerateObject()
                   let parts = library.Name.Split('/')
                   where parts[0] != package.Id && parts[0] != "hl"
                   select (parts[0], parts[1])];
    }

    private static string Name(JsonElement component) => component.GetProperty("name").GetString()!;

    private static string Version(JsonElement component) => component.GetProperty("version").GetString()!;
}
