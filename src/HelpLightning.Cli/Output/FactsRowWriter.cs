using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Terminal;

namespace HelpLightning.Cli.Output;

/// <summary>One thing for people: a line for each field that has a value.</summary>
internal sealed class FactsRowWriter(string[] names, Screen screen) : RowWriter
{
    public override void Write(FieldValue[] cells) => Facts.Write(
        screen.Out, screen.OutHasColor, screen.OutIsTerminal ? screen.Width : int.MaxValue,
        [.. names.Zip(cells, static (name, cell) => (name, cell.ToTableText())).Where(static f => f.Item2.Length > 0)]);

    public override void Finish()
    {
    }

    public override void Dispose()
    {
    }
}
