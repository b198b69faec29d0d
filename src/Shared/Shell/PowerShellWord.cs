using System.Buffers;
using System.Text;

namespace HelpLightning.Shell;

/// <summary>
/// Words as PowerShell wants them typed. A comma makes a list there, <c>@</c> spreads one, and a word that begins with a hyphen is cut at a
/// dot or colon.
/// </summary>
internal static class PowerShellWord
{
    private static readonly SearchValues<char> Plain =
        SearchValues.Create(@"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./\:%+=");

    /// <summary>PowerShell ends a text at a typographic quote as well.</summary>
    private static readonly SearchValues<char> Quotes = SearchValues.Create("'\u2018\u2019\u201a\u201b");

    /// <summary>Any word, in single quotes where the shell would change it.</summary>
    public static string Quote(string word)
    {
        if (word.Length > 0 && word[0] is not '-' && !word.AsSpan().ContainsAnyExcept(Plain))
        {
            return word;
        }

        StringBuilder quoted = new("'");
        foreach (char c in word)
        {
            quoted.Append(c, Quotes.Contains(c) ? 2 : 1);
        }

        return quoted.Append('\'').ToString();
    }

    /// <inheritdoc cref="PosixWord.Path"/>
    public static string Path(string path) => Quote(path.StartsWith('-') ? @".\" + path : path);
}
