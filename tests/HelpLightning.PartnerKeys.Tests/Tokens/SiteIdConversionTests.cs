using System.ComponentModel;
using System.Text.Json;

namespace HelpLightning.PartnerKeys.Tests;

/// <summary>Settings and JSON, which other people's code reads and writes, know a site id as a number.</summary>
public sealed class SiteIdConversionTests
{
    [Fact]
    public void It_is_a_number_in_JSON()
    {
        Assert.Equal("54344", JsonSerializer.Serialize(new SiteId(54344)));
        Assert.Equal(new SiteId(54344), JsonSerializer.Deserialize<SiteId>("54344"));
        Assert.Equal(new SiteId(54344), JsonSerializer.Deserialize<SiteId>("\"54344\""));
        Assert.Equal(default, JsonSerializer.Deserialize<SiteId>(JsonSerializer.Serialize(default(SiteId))));
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("\"x\"")]
    [InlineData("{}")]
    [InlineData("null")]
    public void Other_JSON_is_refused(string json)
    {
        Assert.Contains("54344", Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<SiteId>(json)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_are_text()
    {
        TypeConverter converter = TypeDescriptor.GetConverter(typeof(SiteId));
        Assert.Equal(new SiteId(54344), converter.ConvertFromInvariantString(" 54344 "));
        Assert.Throws<FormatException>(() => converter.ConvertFromInvariantString("site"));
    }
}
