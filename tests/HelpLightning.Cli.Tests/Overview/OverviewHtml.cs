using System.Xml;
using System.Xml.Linq;

namespace HelpLightning.Cli.Tests.Overview;

/// <summary>A page of <c>hl overview</c>, read by a parser that forgives nothing.</summary>
internal sealed class OverviewHtml
{
    public OverviewHtml(string text)
    {
        Text = text;
        Assert.StartsWith("<!DOCTYPE html>\n<html", text, StringComparison.Ordinal);

        // The sign of a percentage does not begin a line; for comparing it is a space like others.
        using StringReader reader = new(text.Replace('\u00a0', ' '));
        using XmlReader xml = XmlReader.Create(reader, new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        Root = XDocument.Load(xml).Root!;
    }

    public string Text { get; }

    public XElement Root { get; }

    public string Style => Root.Element("head")!.Element("style")!.Value;

    public IEnumerable<string> Headings => Root.Descendants("h2").Select(static h => h.Value);

    /// <summary>All that can be read, the words of pictures and hints too.</summary>
    public string Words => string.Join('\n', Root.Element("body")!.DescendantNodes().OfType<XText>().Select(static t => t.Value)
        .Concat(Root.Descendants().Attributes("aria-label").Select(static a => a.Value)));

    public string Headline(string name) => Card(name)[1];

    public string Change(string name) => Card(name)[2];

    /// <summary>The rows of the table under a plot, by the text of their first cell.</summary>
    public Dictionary<string, string[]> Table(string title) => Rows(title).ToDictionary(static r => r[0], static r => r[1..]);

    public string[][] Rows(string title) =>
    [
        .. Root.Descendants("table").Single(t => t.Element("caption")!.Value == title).Element("tbody")!.Elements("tr")
            .Select(static row => row.Elements().Select(static cell => cell.Value).ToArray()),
    ];

    /// <summary>The picture of a plot that wide screens show.</summary>
    public XElement Plot(string title) => Root.Descendants("svg")
        .Single(svg => (string?)svg.Attribute("aria-label") == title && (string?)svg.Attribute("class") == "plot wide");

    private string[] Card(string name) => [.. Root.Descendants("div").Single(d => (string?)d.Attribute("class") == "card" && d.Element("h2")!.Value == name)
        .Elements().Select(static e => e.Value)];
}
