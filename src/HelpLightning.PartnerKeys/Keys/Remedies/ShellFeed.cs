using HelpLightning.Shell;

namespace HelpLightning.PartnerKeys;

/// <summary>
/// How a shell gets at the bytes that were read: a file that can be read again, or a variable, through the decoders that
/// undo what was wrapped around them.
/// </summary>
internal readonly record struct ShellFeed(string? File, string? Variable, string Decoders)
{
    /// <summary>What undoes base64, with whatever white space and quotes stand in it. Its padding may be missing.</summary>
    public const string Base64 = "tr -dc 'A-Za-z0-9+/=' | base64 -d";

    /// <summary>The same for base64url (RFC 4648 section 5).</summary>
    public const string Base64Url = "tr -- '-_' '+/' | " + Base64;

    /// <summary>Null when a shell cannot get at them, or when they are written in a way that other programs do not read.</summary>
    public static ShellFeed? Of(KeySource source)
    {
        // PowerShell has none of the decoders, and its pipe is made of texts.
        if (source.IsMended || (OperatingSystem.IsWindows() && (source.VariableName is not null || source.Decoders.Length > 0)))
        {
            return null;
        }

        return source switch
        {
            { VariableName: { } name } => new ShellFeed(null, name, source.Decoders),
            { FilePath: { } path } when CanBeReadAgain(path) => new ShellFeed(ShellWord.Path(path), null, source.Decoders),
            _ => null,
        };
    }

    /// <summary>The file by its name, when it needs no decoding; for programs that read nothing else.</summary>
    public string? PlainFile => Decoders.Length == 0 ? File : null;

    /// <summary>A command that reads a file given by <paramref name="option"/>, or standard input.</summary>
    public string Into(string program, string option, string rest) =>
        PlainFile is { } file ? $"{program} {option} {file} {rest}" : $"{Pipe()} | {program} {rest}";

    /// <summary>A command that writes the bytes into a new file which its owner alone can read.</summary>
    public string Copy(string newFile) => OperatingSystem.IsWindows() ? $"Copy-Item {File} {newFile}"
        : PlainFile is { } file
        ? $"install -m 600 {file} {newFile}"
        : $"(umask 077 && {Pipe()} > {newFile})";

    /// <summary>A pipe or a device is there once: /dev/stdin, &lt;(command).</summary>
    public static bool CanBeReadAgain(string path)
    {
        try
        {
            // The length of a link is its own.
            FileInfo file = new(path);
            FileSystemInfo target = file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true) ?? file;
            return target is FileInfo { Exists: true, Length: > 0 };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private string Pipe() => (File, Decoders) switch
    {
        (null, "") => $"printf '%b\\n' \"${Variable}\"",
        (null, _) => $"printf '%b\\n' \"${Variable}\" | {Decoders}",
        (_, "") => $"cat {File}",

        // The first decoder reads the file itself.
        _ => $"cat {File} | {Decoders}",
    };
}
