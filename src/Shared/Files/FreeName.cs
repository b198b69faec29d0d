using System.Globalization;

namespace HelpLightning.Files;

/// <summary>Names for what a remedy writes: of files that do not exist, because what exists may be the only copy of a key.</summary>
internal static class FreeName
{
    private const int Tries = 1000;

    /// <summary>A name in the folder of a file, like its own: <c>keys/site.ppk</c> gives <c>keys/site-pkcs8.pem</c>.</summary>
    public static string Beside(string path, string suffix, string extension = ".pem")
    {
        string folder = Path.GetDirectoryName(path) ?? "";
        string stem = Path.GetFileNameWithoutExtension(path);
        return Of(Path.Combine(folder, $"{stem}-{suffix}"), extension);
    }

    /// <summary>The name itself, or the first of name-2, name-3 and so on that is free.</summary>
    /// <param name="stem">The name, without its extension.</param>
    /// <param name="extension">With its dot.</param>
    /// <param name="folder">Where it is to be free; empty for the current folder. It is not put before the name.</param>
    public static string Of(string stem, string extension, string folder = "")
    {
        string name = stem + extension;
        for (int i = 2; IsTaken(Path.Combine(folder, name)) && i <= Tries; i++)
        {
            name = string.Create(CultureInfo.InvariantCulture, $"{stem}-{i}{extension}");
        }

        // Nobody keeps a thousand; one that cannot be guessed is free for certain.
        return IsTaken(Path.Combine(folder, name)) ? $"{stem}-{Guid.NewGuid():N}{extension}" : name;
    }

    /// <summary>A link that leads nowhere counts as well: writing through it makes the file that it names.</summary>
    private static bool IsTaken(string name) => Path.Exists(name) || new FileInfo(name).LinkTarget is not null;
}
