using System.Buffers;

namespace HelpLightning.Shell;

/// <summary>Words as a POSIX shell wants them typed.</summary>
internal static class PosixWord
{
    /// <summary>What every shell takes as it stands.</summary>
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./:@%+,=");

    /// <summary>Any word, in single quotes where the shell would change it.</summary>
    public static string Quote(string word) => word.Length > 0 && !word.AsSpan().ContainsAnyExcept(Plain)
        ? word
        : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    /// <summary>A file's name: a leading hyphen must not be taken for an option, nor a single one for standard input.</summary>
    public static string Path(string path) => Quote(path.StartsWith('-') ? "./" + path : path);
}
