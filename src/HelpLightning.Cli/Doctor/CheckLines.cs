using HelpLightning.Cli.Terminal;

namespace HelpLightning.Cli.Doctor;

/// <summary>Results for people: a line each as soon as it is known, with the remedy under what is not well.</summary>
internal sealed class CheckLines(Screen screen)
{
    private const int NameWidth = 14;
    private const int Indent = NameWidth + 4;

    private readonly bool _colored = Screen.OutHasColor;
    private readonly bool _isUnicode = Marks.AreShown;
    private int _warnings;
    private int _failures;

    public void Write(CheckResult result)
    {
        _warnings += result.Status == CheckStatus.Warning ? 1 : 0;
        _failures += result.Status == CheckStatus.Failed ? 1 : 0;
        string mark = Screen.Paint(Marks.Of(result.Status, _isUnicode), StyleOf(result.Status), _colored);
        string name = result.Check.PadRight(NameWidth);
        string[] lines = Wrap(Printable.Of(result.Detail));
        screen.Out.WriteLine($"{mark} {name}  {Dim(result, lines[0])}");
        WriteRest(lines[1..], line => Dim(result, line));
        if (result.Remedy is not null)
        {
            string[] remedy = Wrap(Printable.Of(result.Remedy));
            WriteRest(remedy, line => Screen.Paint(line, Ansi.Cyan, _colored));
        }
    }

    public void WriteSummary()
    {
        string warnings = _warnings switch { 0 => "", 1 => "1 warning", _ => $"{_warnings} warnings" };
        string failures = _failures switch { 0 => "", 1 => "1 failure", _ => $"{_failures} failures" };
        screen.Out.WriteLine();
        screen.Out.WriteLine((_failures, _warnings) switch
        {
            (0, 0) => "All is well.",
            (0, _) => $"It works, with {warnings}.",
            (_, 0) => $"{failures}.",
            _ => $"{failures}, {warnings}.",
        });
    }

    private static string[] Wrap(string text) => Screen.OutIsTerminal ? TextWrap.Lines(text, Math.Max(Screen.Width - Indent - 1, 30)) : [text];

    private void WriteRest(string[] lines, Func<string, string> paint)
    {
        foreach (string line in lines)
        {
            screen.Out.WriteLine(new string(' ', Indent) + paint(line));
        }
    }

    private string Dim(CheckResult result, string text) => result.Status == CheckStatus.Skipped ? Screen.Paint(text, Ansi.Dim, _colored) : text;

    private static string StyleOf(CheckStatus status) => status switch
    {
        CheckStatus.Ok => Ansi.Green,
        CheckStatus.Warning => Ansi.Yellow,
        CheckStatus.Failed => Ansi.Red,
        _ => Ansi.Dim,
    };
}
