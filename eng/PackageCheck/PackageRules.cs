using System.Xml.Linq;

namespace PackageCheck;

/// <summary>What has to be true of a package, whichever it is.</summary>
internal static class PackageRules
{
    private static readonly string[] _libraryFiles = [".dll", ".xml"];
    private static readonly string[] _required = ["id", "version", "authors", "description", "copyright", "tags", "readme", "license"];

    public static IEnumerable<string> Check(Package package, Package? symbols, string version, IReadOnlyDictionary<string, string> central)
    {
        foreach (string name in _required.Where(name => string.IsNullOrWhiteSpace(package.Text(name))))
        {
            yield return $"has no <{name}>: set its property in the project";
        }

        if (package.Version != version)
        {
            yield return $"has version {package.Version}, not {version}: all packages of a release have one version";
        }

        if (package.Element("license") is { } license && ((string?)license.Attribute("type"), license.Value) != ("expression", "MIT"))
        {
            yield return $"has the licence '{license.Value}', not the expression MIT";
        }

        if (package.Text("readme") is { } readme && !package.Files.ContainsKey(readme))
        {
            yield return $"names {readme} as its readme, which is not in it";
        }

        foreach (string problem in CheckRepository(package.Element("repository")))
        {
            yield return problem;
        }

        foreach ((string id, string wanted) in package.Dependencies)
        {
            string expected = id.StartsWith("HelpLightning.", StringComparison.Ordinal) ? version : central.GetValueOrDefault(id, "(none)");
            if (wanted != expected)
            {
                yield return $"wants {id} {wanted}, but Directory.Packages.props and the version of this tree say {expected}";
            }
        }

        if (!package.IsTool)
        {
            string library = $"lib/net10.0/{package.Id}";
            foreach (string file in _libraryFiles.Select(suffix => library + suffix).Where(file => !package.Files.ContainsKey(file)))
            {
                yield return $"lacks {file}";
            }

            if (symbols is null)
            {
                yield return "has no .snupkg beside it: nobody could step into it";
            }
            else if (!symbols.Files.ContainsKey(library + ".pdb"))
            {
                yield return $"has a .snupkg without {library}.pdb";
            }
        }
    }

    /// <summary>A clone without a remote names its commit only; one with a local remote must not name a folder of the machine.</summary>
    private static IEnumerable<string> CheckRepository(XElement? repository)
    {
        if (repository is null || ((string?)repository.Attribute("commit"))?.Length != 40)
        {
            yield return "does not name the commit it was made from: pack inside the git repository";
        }
        else if ((string?)repository.Attribute("url") is { } url && !url.StartsWith("https://", StringComparison.Ordinal))
        {
            yield return $"names '{url}' as its repository, which nobody else can open";
        }
    }
}
