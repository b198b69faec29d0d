using System.Buffers;
using HelpLightning.Shell;

namespace HelpLightning.PartnerKeys;

/// <summary>Where a key came from, in words that may be shown: a label, never the key itself.</summary>
internal readonly record struct KeySource(string Label, string PathToType, bool NameIsHidden = false, bool IsPublicHalf = false)
{
    /// <summary>Longer than any path that a person would type; a key in PEM or base64 is longer.</summary>
    private const int LongestShownName = 400;

    private const int ShortestRun = 16;

    private const string Alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private static readonly SearchValues<char> NameLetters = SearchValues.Create(Alphanumeric + "_");

    private static readonly SearchValues<char> Base64Letters = SearchValues.Create(Alphanumeric + "+=");

    public static readonly KeySource Text = new("The given text", "FILE");

    public static readonly KeySource Bytes = new("The given bytes", "FILE");

    public static readonly KeySource Stream = new("The given stream", "FILE");

    /// <summary>The file; null when there is none, or when its name must not be repeated.</summary>
    public string? FilePath { get; init; }

    /// <summary>The environment variable, when a shell can name it.</summary>
    public string? VariableName { get; init; }

    /// <summary>Commands of a shell, with bars between them, that undo what the key was wrapped in; empty when it is bare.</summary>
    public string Decoders { get; init; } = "";

    /// <summary>
    /// The text was mended before it could be read (quotes, dashes, escapes), so that other programs do not read it as it is.
    /// </summary>
    public bool IsMended { get; init; }

    /// <summary>The same source, one wrapping further in.</summary>
    public KeySource Through(string decoder) => this with { Decoders = Decoders.Length == 0 ? decoder : $"{Decoders} | {decoder}" };

    public static KeySource File(string path, bool isPublicHalf = false) =>
        LooksLikeAKey(path)
            ? new($"The given file name ({path.Length:N0} characters)", "FILE", NameIsHidden: true)
            : new($"File '{path}'", ShellWord.Path(path), IsPublicHalf: isPublicHalf) { FilePath = path };

    public static KeySource Variable(string name) =>
        LooksLikeAKey(name)
            ? new($"The environment variable with the given name ({name.Length:N0} characters)", "FILE", NameIsHidden: true)
            : new($"Environment variable {name}", "FILE") { VariableName = IsName(name) ? name : null };

    /// <summary>
    /// People paste the key where its file name belongs. Such a name must not be repeated in an error.
    /// </summary>
    private static bool LooksLikeAKey(string name) =>
        name.Length > LongestShownName
        || name.Contains("-----", StringComparison.Ordinal)
        || name.AsSpan().TrimStart("\"' ").StartsWith("MII")
        || HasBase64Run(name)
        || name.AsSpan().IndexOfAnyInRange('\0', '\u001f') >= 0;

    /// <summary>
    /// One line out of the middle of a key. Names are made of words; key material changes between capitals, small
    /// letters and digits at about two characters of three.
    /// </summary>
    private static bool HasBase64Run(ReadOnlySpan<char> name)
    {
        foreach (Range part in name.Split('/'))
        {
            ReadOnlySpan<char> run = name[part].Trim("\"' ");
            if (run.Length >= ShortestRun && !run.ContainsAnyExcept(Base64Letters)
                && run.ContainsAnyInRange('a', 'z') && run.ContainsAnyInRange('A', 'Z')
                && CountChanges(run) * 5 >= run.Length * 2)
            {
                return true;
            }
        }

        return false;
    }

    private static int CountChanges(ReadOnlySpan<char> run)
    {
        int changes = 0;
        for (int i = 1; i < run.Length; i++)
        {
            if (KindOf(run[i]) != KindOf(run[i - 1]))
            {
                changes++;
            }
        }

        return changes;
    }

    private static bool IsName(string name) =>
        !char.IsAsciiDigit(name[0]) && !name.AsSpan().ContainsAnyExcept(NameLetters);

    private static int KindOf(char c) => char.IsAsciiLetterLower(c) ? 0 : char.IsAsciiLetterUpper(c) ? 1 : 2;
}
