using HelpLightning.Client;

namespace HelpLightning.Export.Tests.Attachments;

public sealed class AttachmentSelectionTests(DownloadSite site) : IClassFixture<DownloadSite>
{
    private const string Scenario = """
        {"start_from": "empty", "users": [{"id": 1, "name": "A", "email": "a@example.com"}, {"id": 2, "name": "B", "email": "b@example.com"}], "calls": [
          {"dialer": 1, "receiver": 2, "started_at": "2026-01-01T10:00:00Z", "duration": "5m", "call_id": "call_1", "documents": 1, "tags": ["pump"]},
          {"dialer": 1, "receiver": 2, "started_at": "2026-01-02T10:00:00Z", "duration": "5m", "call_id": "call_2", "documents": 1},
          {"dialer": 1, "receiver": 2, "started_at": "2026-01-03T10:00:00Z", "duration": "5m", "call_id": "call_3", "tags": ["pump"]},
          {"dialer": 1, "receiver": 2, "started_at": "2026-01-04T10:00:00Z", "duration": "5m", "call_id": "call_4", "captures": 1, "tags": ["pump", "seal"]}]}
        """;

    [Theory]
    [InlineData(null, null, null, "call_1 call_2 call_4")]
    [InlineData("2026-01-02T00:00:00Z", null, null, "call_2 call_4")]
    [InlineData(null, "2026-01-03T00:00:00Z", null, "call_1 call_2")]
    [InlineData("2026-01-02T00:00:00Z", "2026-01-03T00:00:00Z", null, "call_2")]
    [InlineData(null, null, "pump", "call_1 call_4")]
    [InlineData("2026-01-02T00:00:00Z", null, "pump", "call_4")]
    [InlineData(null, null, "seal none", "call_4")]
    [InlineData(null, null, "none", "")]
    public async Task Finds_calls_with_attachments(string? since, string? until, string? tag, string expected)
    {
        await site.Sandbox.LoadScenarioAsync(Scenario, DownloadSite.Cancellation);
        AttachmentSelection selection = new() { Since = Time(since), Until = Time(until), Tags = tag?.Split(' ') ?? [] };
        List<string> found = [];
        await foreach (CallId id in selection.FindAsync(site.Client, DownloadSite.Cancellation))
        {
            found.Add(id.Value);
        }

        Assert.Equal(expected, string.Join(' ', found.Order(StringComparer.Ordinal)));
    }

    private static DateTimeOffset? Time(string? text) => text is null ? null : DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
