using System.Text;
using HelpLightning.Cli.Hosting;

namespace HelpLightning.Cli.Tests;

/// <summary>
/// A machine for one run of hl: no variable but those given, no terminal unless it has a width, and relative names begin at
/// <see cref="Folder"/>. What a process has once stays this one's: its proxy, which <see cref="NoProxyHere"/> sets, and its certificates.
/// </summary>
internal sealed class TestHost : Host, IDisposable
{
    private readonly Dictionary<string, string> _environment;
    private readonly MemoryStream _input;
    private readonly CapturedOutput _output = new();
    private readonly CapturedOutput _error = new();
    private readonly CancellationTokenSource _interrupted = new();

    public TestHost(IReadOnlyDictionary<string, string> environment, string input = "")
    {
        _environment = new(environment);
        if (!_environment.ContainsKey("HOME"))
        {
            _environment.TryAdd("XDG_CONFIG_HOME", Surroundings.NoProfiles);
        }

        _input = new MemoryStream(Encoding.UTF8.GetBytes(input), writable: false);

        // As on a console, a byte order mark is a character like others.
        Input = new StreamReader(_input, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), detectEncodingFromByteOrderMarks: false);
    }

    public string Folder { get; init; } = Environment.CurrentDirectory;

    /// <summary>Characters in a line of the terminal that standard output and standard error are; null for none.</summary>
    public int? Width { get; init; }

    /// <summary>Standard input that somebody writes to while it runs; null for the given text.</summary>
    public Stream? Incoming { get; init; }

    /// <summary>Standard output that somebody reads while it runs; null to keep it.</summary>
    public Stream? Outgoing { get; init; }

    public override TimeProvider Clock { get; } = TimeProvider.System;

    public override bool InputIsTerminal => false;

    public override bool OutputIsTerminal => Width is not null;

    public override bool ErrorIsTerminal => Width is not null;

    public override int? TerminalWidth => Width;

    public override TextReader Input { get; }

    public override string HomeFolder => Variable("HOME") ?? Surroundings.NoProfiles;

    public override string ApplicationDataFolder => Variable("APPDATA") ?? Surroundings.NoProfiles;

    /// <summary>What was printed so far.</summary>
    public string Output => _output.Text;

    public string Error => _error.Text;

    /// <summary>Cancelled by <see cref="Interrupt"/>.</summary>
    public CancellationToken Interrupted => _interrupted.Token;

    protected override string CurrentFolder => Folder;

    public override Stream OpenInput() => Incoming ?? _input;

    public override Stream OpenOutput() => Outgoing ?? _output;

    public override Stream OpenError() => _error;

    public override ConsoleKeyInfo ReadKey() => throw new InvalidOperationException("Nobody is there to press a key.");

    public override string? Variable(string name) => _environment.GetValueOrDefault(name);

    /// <summary>What Ctrl-C asks for.</summary>
    public void Interrupt() => _interrupted.Cancel();

    public void Dispose()
    {
        Input.Dispose();
        _input.Dispose();
        _output.Dispose();
        _error.Dispose();
        _interrupted.Dispose();
    }
}
