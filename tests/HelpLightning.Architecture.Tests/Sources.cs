using HelpLightning.Tests;

namespace HelpLightning.Architecture.Tests;

/// <summary>The C# files of the repository.</summary>
internal static class Sources
{
    /// <summary>Those of a folder and below, with <c>/</c> between the parts of their paths.</summary>
    public static IEnumerable<string> In(string folder) => Directory
        .EnumerateFiles(Path.Combine(RepositoryFolder.Root, folder), "*.cs", SearchOption.AllDirectories)
        .Select(static path => path.Replace('\\', '/'))
        .Order(StringComparer.Ordinal);
}
