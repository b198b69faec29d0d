using System.Xml.Linq;
using PackageCheck;

// PackageCheck REPOSITORY VERSION PACKAGES [BILLS]
if (args.Length is not (3 or 4))
{
    Console.Error.WriteLine("Usage: PackageCheck REPOSITORY VERSION PACKAGES [BILLS]");
    return 2;
}

(string repository, string version, string folder, string? bills) = (args[0], args[1], args[2], args.ElementAtOrDefault(3));
List<Package> packages = [.. Directory.EnumerateFiles(folder, "*.nupkg").Order(StringComparer.Ordinal).Select(Package.Open)];
Dictionary<string, Package> symbols = Directory.EnumerateFiles(folder, "*.snupkg").Select(Package.Open).ToDictionary(package => package.Id);
Dictionary<string, string> central = XDocument.Load(Path.Combine(repository, "Directory.Packages.props")).Descendants("PackageVersion")
    .ToDictionary(element => (string)element.Attribute("Include")!, element => (string)element.Attribute("Version")!);
var secrets = new Secrets(repository);

var problems = new List<string>();
if (secrets.Count == 0)
{
    problems.Add("There are no test keys to look for under tests/**/keys: where have they gone?");
}

foreach (Package package in packages)
{
    bool linked = package.Element("repository")?.Attribute("url") is not null;
    Package? its = symbols.GetValueOrDefault(package.Id);
    IEnumerable<string> found = PackageRules.Check(package, its, version, central);
    foreach ((string name, byte[] content) in package.Files.Concat(its?.Files ?? new Dictionary<string, byte[]>()))
    {
        found = found.Concat(secrets.Check(name, content));
        string file = Path.GetFileName(name);
        bool ours = file.StartsWith("HelpLightning.", StringComparison.Ordinal) || file.StartsWith("hl.", StringComparison.Ordinal);
        found = (ours, Path.GetExtension(name)) switch
        {
            (true, ".dll") => found.Concat(AssemblyRules.CheckAssembly(name, content)),
            (true, ".pdb") => found.Concat(AssemblyRules.CheckSymbols(name, content, linked)),
            _ => found,
        };
    }

    if (bills is not null)
    {
        found = found.Concat(BillRules.Check(package, Path.Combine(bills, $"{package.Id}.{package.Version}.cdx.json")));
    }

    problems.AddRange(found.Select(problem => $"{package.Id} {problem}."));
}

string contents = Contents.Describe(packages);
string expected = Path.Combine(repository, "eng", "PackageCheck", "packages.txt");
if (Environment.GetEnvironmentVariable("UPDATE_EXPECTED") == "1")
{
    File.WriteAllText(expected, contents);
}
else if (!File.Exists(expected) || File.ReadAllText(expected) is var text && text != contents)
{
    string[] was = File.Exists(expected) ? File.ReadAllLines(expected) : [];
    string[] now = contents.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    problems.AddRange(was.Except(now).Select(line => $"Gone, by {Path.GetRelativePath(repository, expected)}: {line.Trim()}"));
    problems.AddRange(now.Except(was).Select(line => $"New, by {Path.GetRelativePath(repository, expected)}: {line.Trim()}"));
    problems.Add("The packages consist of something else than is written down. If it is meant, run this with UPDATE_EXPECTED=1 and read "
        + "the diff.");
}

foreach (string problem in problems)
{
    Console.Error.WriteLine(problem);
}

int files = packages.Sum(package => package.Files.Count);
Console.WriteLine($"{packages.Count} packages {version}, {files} files, {secrets.Count} test keys looked for: "
    + (problems.Count == 0 ? "nothing wrong." : $"{problems.Count} problems."));
return problems.Count == 0 ? 0 : 1;
