using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Terminal;

namespace HelpLightning.Cli.Doctor;

/// <summary>Results for people: a line each as soon as it is known, with the remedy under what is not well.</summary>
internal sealed class CheckLines(Host host)
{
    private const int NameWidth = 14;
    private const int Indent = NameWidth + 4;

    private readonly bool _colored = host.Screen.OutHasColor;
    private readonly bool _isUnicode = Marks.AreShownOn(host);
    private int _warnings;
    private int _failures;

    public void Write(CheckResult result)
    {
        _warnings += result.Status == CheckStatus.Warning ? 1 : 0;
        _failures += result.Status == CheckStatus.Failed ? 1 : 0;
        string mark = Ansi.Paint(Marks.Of(result.Status, _isUnicode), StyleOf(result.Status), _colored);
        string name = result.Check.PadRight(NameWidth);
        string[] lines = Wrap(Printable.Of(result.Detail));
        host.Screen.Out.WriteLine($"{mark} {name}  {Dim(result, lines[0])}");
        WriteRest(lines[1..], line => Dim(result, line));
        if (result.Remedy is not null)
        {
            string[] remedy = Wrap(Printable.Of(result.Remedy));
            WriteRest(remedy, line => Ansi.Paint(line, Ansi.Cyan, _colored));
        }
    }

    public void WriteSummary()
    {
        string warnings = _warnings switch { 0 => "", 1 => "1 warning", _ => $"{_warnings} warnings" };
        string failures = _failures switch { 0 => "", 1 => "1 failure", _ => $"{_failures} failures" };
        host.Screen.Out.WriteLine();
        host.Screen.Out.WriteLine((_failures, _warnings) switch
        {
            (0, 0) => "All is well.",
            (0, _) => $"It works, with {warnings}.",
            (_, 0) => $"{failures}.",
            _ => $"{failures}, {warnings}.",
        });
    }

    private string[] Wrap(string text) =>
        host.Screen.OutIsTerminal ? TextWrap.Lines(text, Math.Max(host.Screen.Width - Indent - 1, 30)) : [text];

    private void WriteRest(string[] lines, Func<string, string> paint)
    {
        foreach (string line in lines)
        {
            host.Screen.Out.WriteLine(new string(' ', Indent) + paint(line));
        }
    }

    private string Dim(CheckResult result, string text) =>
        result.Status == CheckStatus.Skipped ? Ansi.Paint(text, Ansi.Dim, _colored) : text;

    private static string StyleOf(CheckStatus status) => status switch
    {
        CheckStatus.Ok => Ansi.Green,
        CheckStatus.Warning => Ansi.Yellow,
        CheckStatus.Failed => Ansi.Red,
        _ => Ansi.Dim,
    };
}
