using System.Text;

namespace PackageCheck;

/// <summary>
/// What every package consists of, as it stands in packages.txt: a change of it is a diff that somebody reads. Versions are not in it,
/// since they have a home of their own (Directory.Packages.props), nor what the packaging itself adds.
/// </summary>
internal static class Contents
{
    public static string Describe(IEnumerable<Package> packages)
    {
        var text = new StringBuilder();
        foreach (Package package in packages.OrderBy(package => package.Id, StringComparer.Ordinal))
        {
            text.Append(package.Id).Append('\n');
            foreach (string line in package.Dependencies.Select(dependency => $"needs {dependency.Id}")
                .Concat(package.Frameworks.Select(framework => $"needs the framework {framework}"))
                .Concat(package.Files.Keys.Where(IsOurs).Select(Short).Distinct())
                .Order(StringComparer.Ordinal))
            {
                text.Append("  ").Append(line).Append('\n');
            }
        }

        return text.ToString();
    }

    private static bool IsOurs(string file) =>
        !file.EndsWith(".nuspec", StringComparison.Ordinal) && !file.StartsWith("_rels/", StringComparison.Ordinal) &&
        !file.StartsWith("package/services/", StringComparison.Ordinal) && file != "[Content_Types].xml";

    /// <summary>SQLite comes for two dozen platforms; which ones is SQLitePCLRaw's affair.</summary>
    private static string Short(string file)
    {
        int runtimes = file.IndexOf("/runtimes/", StringComparison.Ordinal);
        return runtimes < 0 ? file : $"{file[..runtimes]}/runtimes/…/{Path.GetFileNameWithoutExtension(file)}";
    }
}
