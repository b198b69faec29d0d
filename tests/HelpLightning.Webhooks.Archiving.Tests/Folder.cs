using System.Security.Cryptography;

namespace HelpLightning.Webhooks.Archiving.Tests;

/// <summary>An archive looked at without the library.</summary>
internal static class Folder
{
    /// <summary>Files of attachments, by their name relative to the folder with <c>/</c>.</summary>
    public static string[] Files(string folder) => !Directory.Exists(folder)
        ? []
        :
        [
            .. Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
                .Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/')).Where(f => f.Contains('/', StringComparison.Ordinal)).Order(StringComparer.Ordinal),
        ];

    /// <summary>Every line of SHA256SUMS is right, and every file has its line: so none is half.</summary>
    public static void RequireSums(string folder)
    {
        string[] lines = File.ReadAllLines(Path.Combine(folder, "SHA256SUMS"));
        Assert.Equal(Files(folder), lines.Select(l => l[66..]).Order(StringComparer.Ordinal));
        Assert.All(lines, line => Assert.Equal(line[..64], Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, line[66..]))))));
    }
}
