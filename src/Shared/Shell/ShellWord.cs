namespace HelpLightning.Shell;

/// <summary>Words for advice that is copied as it stands: for PowerShell on Windows, for a POSIX shell elsewhere.</summary>
internal static class ShellWord
{
    /// <summary>Any word, in single quotes where the shell would change it.</summary>
    public static string Quote(string word) => OperatingSystem.IsWindows() ? PowerShellWord.Quote(word) : PosixWord.Quote(word);

    /// <inheritdoc cref="PosixWord.Path"/>
    public static string Path(string path) => OperatingSystem.IsWindows() ? PowerShellWord.Path(path) : PosixWord.Path(path);
}
