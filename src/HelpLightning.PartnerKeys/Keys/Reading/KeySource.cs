using System.Buffers;

namespace HelpLightning.PartnerKeys;

/// <summary>Where a key came from, in words that may be shown: a label, never the key itself.</summary>
internal readonly record struct KeySource(string Label, string PathToType, bool NameIsHidden = false)
{
    /// <summary>Longer than any path that a person would type; a key in PEM or base64 is longer.</summary>
    private const int LongestShownName = 400;

    private static readonly SearchValues<char> ShellSpecial = SearchValues.Create(" '\"$&;()<>|*?`\\");

    public static readonly KeySource Text = new("The given text", "FILE");

    public static readonly KeySource Stream = new("The given stream", "FILE");

    public static KeySource File(string path) =>
        LooksLikeAKey(path)
            ? new($"The given file name ({path.Length:N0} characters)", "FILE", NameIsHidden: true)
            : new($"File '{path}'", Quote(path));

    public static KeySource Variable(string name) =>
        LooksLikeAKey(name)
            ? new($"The environment variable with the given name ({name.Length:N0} characters)", "FILE", NameIsHidden: true)
            : new($"Environment variable {name}", "FILE");

    /// <summary>
    /// People paste the key where its file name belongs. Such a name must not be repeated in an error.
    /// </summary>
    private static bool LooksLikeAKey(string name) =>
        name.Length > LongestShownName
        || name.Contains("-----", StringComparison.Ordinal)
        || name.StartsWith("MII", StringComparison.Ordinal)
        || name.AsSpan().IndexOfAnyInRange('\0', '\u001f') >= 0;

    /// <summary>As a shell would want it typed.</summary>
    private static string Quote(string path) =>
        path.AsSpan().ContainsAny(ShellSpecial) ? $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'" : path;
}
