using HelpLightning.Files;

namespace HelpLightning.Cli.Hosting;

/// <summary>
/// All that a command sees of the machine it runs on: the three standard streams and what is at their other end, the environment, the
/// clock, the current folder. <see cref="ProcessHost"/> is this process's; a test makes its own, so that many run beside one another.
/// </summary>
internal abstract class Host
{
    /// <summary>Standard output and standard error, to print on.</summary>
    public Screen Screen => field ??= new Screen(this);

    public abstract TimeProvider Clock { get; }

    public abstract bool InputIsTerminal { get; }

    public abstract bool OutputIsTerminal { get; }

    public abstract bool ErrorIsTerminal { get; }

    /// <summary>Characters in a line of the terminal; null when there is none.</summary>
    public abstract int? TerminalWidth { get; }

    /// <summary>Standard input as text, in the terminal's own encoding.</summary>
    public abstract TextReader Input { get; }

    /// <summary>The folder of the user who runs it.</summary>
    public abstract string HomeFolder { get; }

    /// <summary>Where Windows has programs keep their settings.</summary>
    public abstract string ApplicationDataFolder { get; }

    /// <summary>What relative names begin at; empty for the process's own folder, in which they are opened as they were typed.</summary>
    protected abstract string CurrentFolder { get; }

    /// <summary>Standard input; empty when there is none.</summary>
    public abstract Stream OpenInput();

    /// <summary>Unbuffered. Where that can be told, writing throws <see cref="OutputClosedException"/> once nobody reads.</summary>
    public abstract Stream OpenOutput();

    /// <summary>Unbuffered. What cannot be written is lost.</summary>
    public abstract Stream OpenError();

    /// <summary>The next key that is pressed on the terminal, which does not show it.</summary>
    public abstract ConsoleKeyInfo ReadKey();

    /// <summary>An environment variable as it is; null when it is not set.</summary>
    public abstract string? Variable(string name);

    /// <summary>The same without surrounding space; null when unset or blank.</summary>
    public string? TrimmedVariable(string name) => Variable(name)?.Trim() is { Length: > 0 } value ? value : null;

    /// <summary>A file or folder by the name that was typed, to be opened. Messages name it as it was typed where they can.</summary>
    public string PathTo(string typed) => Path.Combine(CurrentFolder, typed);

    /// <summary>Where a file lies, for what outlives this run.</summary>
    public string FullPathTo(string typed) => Path.GetFullPath(PathTo(typed));

    /// <summary>A name for a new file in the current folder: the first of name, name-2, name-3 and so on that is free.</summary>
    public string FreeName(string stem, string extension) => Files.FreeName.Of(stem, extension, CurrentFolder);

    /// <summary>The first line of standard input, as somebody wrote it; null when there is none.</summary>
    public string? ReadInputLine() => Input.ReadLine() is { } line ? Utf8Mark.Strip(line) : null;

    /// <summary>All of standard input, as somebody wrote it.</summary>
    public string ReadInputText() => Utf8Mark.Strip(Input.ReadToEnd());
}
