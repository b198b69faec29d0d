using System.Buffers;

namespace HelpLightning.PartnerKeys;

/// <summary>A file name as a POSIX shell wants it typed.</summary>
internal static class ShellWord
{
    /// <summary>What every shell takes as it stands.</summary>
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./:@%+,=");

    /// <summary>Quoted when need be; a leading hyphen must not be taken for an option, nor a single one for standard input.</summary>
    public static string Of(string path)
    {
        string name = path.StartsWith('-') ? "./" + path : path;
        return name.Length > 0 && !name.AsSpan().ContainsAnyExcept(Plain)
            ? name
            : $"'{name.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }
}
