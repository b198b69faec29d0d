using System.Buffers;

namespace HelpLightning.Cli.Calling;

/// <summary>Words for a POSIX shell.</summary>
internal static class ShellText
{
    private static readonly SearchValues<char> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@%+=:,./_-");

    /// <summary>The word, in single quotes where the shell would change it.</summary>
    public static string Quote(string word) => word.Length > 0 && !word.AsSpan().ContainsAnyExcept(Plain)
        ? word
        : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
