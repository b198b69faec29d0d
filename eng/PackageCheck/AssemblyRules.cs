using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace PackageCheck;

/// <summary>What our own assemblies and their symbols tell of the machine that made them: nothing.</summary>
internal static class AssemblyRules
{
    private static readonly Guid _sourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    public static IEnumerable<string> CheckAssembly(string name, byte[] content)
    {
        using var reader = new PEReader(new MemoryStream(content));
        var entries = reader.ReadDebugDirectory().ToList();
        if (!entries.Any(entry => entry.Type == DebugDirectoryEntryType.Reproducible))
        {
            yield return $"{name} was not compiled deterministically";
        }

        foreach (DebugDirectoryEntry entry in entries.Where(entry => entry.Type == DebugDirectoryEntryType.CodeView))
        {
            string path = reader.ReadCodeViewDebugDirectoryData(entry).Path;
            if (!IsAnonymous(path))
            {
                yield return $"{name} names its symbols by a path of the build machine, {path}: pack with eng/pack.sh";
            }
        }
    }

    /// <summary>A package that names its repository is linked with it, so that a debugger gets the sources there.</summary>
    public static IEnumerable<string> CheckSymbols(string name, byte[] content, bool linked)
    {
        using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(content));
        MetadataReader reader = provider.GetMetadataReader();
        string? path = reader.Documents.Select(handle => reader.GetString(reader.GetDocument(handle).Name))
            .FirstOrDefault(path => !IsAnonymous(path));
        if (path is not null)
        {
            yield return $"{name} has a path of the build machine, {path}: pack with eng/pack.sh";
        }

        if (reader.Documents.Count == 0)
        {
            yield return $"{name} has no sources";
        }

        IEnumerable<Guid> kinds = reader.CustomDebugInformation.Select(handle => reader.GetGuid(reader.GetCustomDebugInformation(handle).Kind));
        if (linked && !kinds.Contains(_sourceLink))
        {
            yield return $"{name} has no SourceLink, though the package names its repository";
        }
    }

    private static bool IsAnonymous(string path) => path.StartsWith("/_/", StringComparison.Ordinal) || path == Path.GetFileName(path);
}
