using CsCheck;
using nietras.SeparatedValues;

namespace HelpLightning.Export.Tests;

public sealed class CsvTableWriterTests
{
    private static readonly string End = Environment.NewLine;

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData(null, "")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("carriage\rreturn", "\"carriage\rreturn\"")]
    [InlineData("Zoë 🙂", "Zoë 🙂")]
    public void Quotes_what_needs_it(string? value, string written) =>
        Assert.Equal($"name{End}{written}{End}", Write(["name"], false, [value]));

    [Theory]
    [InlineData("=HYPERLINK(\"http://evil\")", "\"'=HYPERLINK(\"\"http://evil\"\")\"")]
    [InlineData("+1+1", "'+1+1")]
    [InlineData("-1+1", "'-1+1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\n=1", "\"'\n=1\"")]
    [InlineData("＝1", "'＝1")]
    [InlineData("-5", "-5")]
    [InlineData("+49", "+49")]
    [InlineData("-2.5", "-2.5")]
    [InlineData("-", "'-")]
    [InlineData("a=b", "a=b")]
    public void A_text_does_not_become_a_formula(string value, string written) =>
        Assert.Equal($"name{End}{written}{End}", Write(["name"], false, [value]));

    [Fact]
    public void Formulas_stay_when_they_are_wanted() =>
        Assert.Equal($"name{End}=1+1{End}", Write(["name"], true, ["=1+1"]));

    [Fact]
    public void A_row_of_another_width_is_refused()
    {
        using CsvTableWriter writer = new(new StringWriter(), ["a", "b"]);
        Assert.Throws<ArgumentException>(() => writer.Write(["1"]));
    }

    [Fact]
    public void Any_text_comes_back_as_it_was() => Gen.String.Array[3].Sample(cells =>
    {
        using SepReader reader = Sep.New(',').Reader(options => options with { Unescape = true }).FromText(Write(["a", "b", "c"], true, cells));
        foreach (SepReader.Row row in reader)
        {
            Assert.Equal(cells, new string[] { row[0].ToString(), row[1].ToString(), row[2].ToString() });
        }
    });

    private static string Write(string[] columns, bool allowFormulas, string?[] cells)
    {
        StringWriter text = new();
        using (CsvTableWriter writer = new(text, columns, allowFormulas))
        {
            writer.Write(cells);
        }

        return text.ToString();
    }
}
