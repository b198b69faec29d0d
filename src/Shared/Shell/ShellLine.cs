namespace HelpLightning.Shell;

/// <summary>Commands that advice needs and that PowerShell has by another name than a POSIX shell.</summary>
internal static class ShellLine
{
    /// <summary>For the programs that are started from this shell.</summary>
    public static string Set(params ReadOnlySpan<(string Name, string Value)> variables) => Set(OperatingSystem.IsWindows(), variables);

    public static string Set(bool isPowerShell, params ReadOnlySpan<(string Name, string Value)> variables)
    {
        List<string> words = [];
        foreach ((string name, string value) in variables)
        {
            // What is assigned is an expression, in which a bare word would be a command.
            words.Add(isPowerShell ? $"$env:{name} = '{PowerShellWord.Quote($"{value} ")[1..^2]}'" : $"{name}={PosixWord.Quote(value)}");
        }

        return isPowerShell ? string.Join("; ", words) : $"export {string.Join(' ', words)}";
    }

    public static string Unset(string variable) => OperatingSystem.IsWindows() ? $"Remove-Item Env:{variable}" : $"unset {variable}";

    /// <summary>With the folders around it.</summary>
    public static string MakeFolder(string folder) => (OperatingSystem.IsWindows() ? "mkdir " : "mkdir -p ") + ShellWord.Quote(folder);

    /// <summary>Windows PowerShell's &gt;&gt; would write UTF-16 to the end of a file that is none.</summary>
    public static string Append(string line, string file) => OperatingSystem.IsWindows()
        ? $"Add-Content -LiteralPath {ShellWord.Path(file)} -Value {ShellWord.Quote(line)}"
        : $"echo {ShellWord.Quote(line)} >> {ShellWord.Path(file)}";

    /// <summary>All files whose names begin so.</summary>
    public static string RemoveAll(string path, string ending) => OperatingSystem.IsWindows()
        ? $"Remove-Item {PowerShellWord.Path(path + ending + " ")[..^2]}*'"
        : $"rm {PosixWord.Path(path)}{ending}*";
}
