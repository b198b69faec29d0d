using System.Text.RegularExpressions;

namespace HelpLightning.Architecture.Tests;

/// <summary>What a C# file says of itself at the beginnings of its lines.</summary>
internal sealed partial class SourceFile(string path)
{
    private readonly string _text = File.ReadAllText(path);

    public string Path { get; } = path;

    public string Room { get; set; } = Rooms.Top;

    public string Namespace => NamespaceLine().Match(_text).Groups[1].Value;

    public IEnumerable<string> Types => TypeLine().Matches(_text).Select(static m => m.Groups[1].Value);

    public IEnumerable<string> Usings => UsingLine().Matches(_text).Select(static m => m.Groups[1].Value);

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(
        @"^(?:(?:public|internal|static|sealed|abstract|partial|readonly|ref|unsafe|record) )*(?:class|struct|interface|enum|record|delegate [\w<>?.]+) (\w+)",
        RegexOptions.Multiline)]
    private static partial Regex TypeLine();

    [GeneratedRegex(@"^using (?:static )?(HelpLightning[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex UsingLine();
}
