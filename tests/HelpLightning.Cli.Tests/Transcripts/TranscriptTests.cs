using System.Reflection;

namespace HelpLightning.Cli.Tests.Transcripts;

public sealed class TranscriptTests
{
    [Fact]
    public void Each_transcript_has_its_test()
    {
        IEnumerable<string> tested = typeof(TranscriptTests).Assembly.GetTypes().Where(static t => t.Name.EndsWith("Transcripts", StringComparison.Ordinal))
            .SelectMany(static t => t.GetMethods()).SelectMany(static m => m.GetCustomAttributes<InlineDataAttribute>()).Select(static a => (string)a.Data[0]!);
        Assert.Equal(Transcript.Names, tested.Order(StringComparer.Ordinal));
    }
}

/// <summary>Several classes, because the runner runs classes beside one another.</summary>
public sealed class PeopleTranscripts
{
    [Theory]
    [InlineData("users")]
    [InlineData("users-invite")]
    [InlineData("contacts")]
    [InlineData("links")]
    public Task What_is_typed_brings_what_is_written(string name) => Transcript.CheckAsync(name);
}

public sealed class SiteTranscripts
{
    [Theory]
    [InlineData("groups")]
    [InlineData("workspaces")]
    [InlineData("calls")]
    [InlineData("formats")]
    public Task What_is_typed_brings_what_is_written(string name) => Transcript.CheckAsync(name);
}

public sealed class TalkTranscripts
{
    [Theory]
    [InlineData("threads")]
    [InlineData("sessions")]
    [InlineData("curl")]
    public Task What_is_typed_brings_what_is_written(string name) => Transcript.CheckAsync(name);
}

public sealed class SetupTranscripts
{
    [Theory]
    [InlineData("first-run")]
    [InlineData("config")]
    [InlineData("errors")]
    [InlineData("verbose")]
    public Task What_is_typed_brings_what_is_written(string name) => Transcript.CheckAsync(name);
}

public sealed class WebhookTranscripts
{
    [Theory]
    [InlineData("sandbox")]
    [InlineData("webhooks-verify")]
    [InlineData("webhooks-inbox")]
    [InlineData("webhooks-listen")]
    public Task What_is_typed_brings_what_is_written(string name) => Transcript.CheckAsync(name);
}

public sealed class ProxyTranscripts
{
    [Theory]
    [InlineData("proxy")]
    public Task What_is_typed_brings_what_is_written(string name) => Transcript.CheckAsync(name);
}
