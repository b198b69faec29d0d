using System.Text;
using System.Text.Json.Nodes;

namespace HelpLightning.Client.Tests;

public sealed class ReportAndAreaRoutes
{
    [Fact]
    [Covers("POST /api/v1r1/enterprise/reports/calls")]
    [Covers("GET /api/v1r1/enterprise/reports/calls/{uuid}")]
    public async Task A_report_is_made_waited_for_and_fetched_in_one_call()
    {
        byte[] zip = "PK: what is in it is not looked at"u8.ToArray();
        byte[] head = Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {zip.Length}\r\n\r\n");
        await using ScriptedServer files = new(new Reply([.. head, .. zip]));
        await using Recording recording = new(
            Reply.Json("""{"uuid":"r-1"}"""), Reply.Json("""{"status":"pending"}"""), Reply.Json("""{"status":"running"}"""),
            Reply.Json($$"""{"status":"complete","url":"{{files.Address}}/r.zip?X-Sig=a%2Bb"}"""));
        using MemoryStream saved = new();
        List<ReportProgress> progress = [];
        Report report = await recording.Client.Reports.RunAsync(
            ReportFormat.Csv, saved, new ReportRunOptions { PollInterval = TimeSpan.Zero }, new Tell<ReportProgress>(progress.Add), Recording.Cancellation);
        Assert.Equal("r-1", report.Id);
        Assert.Equal(zip, saved.ToArray());
        recording.Asked(0, "POST", "/api/v1r1/enterprise/reports/calls", "partner");
        Assert.Equal("{}", recording.BodyOf(0));
        recording.Asked(3, "GET", "/api/v1r1/enterprise/reports/calls/r-1", "partner");
        WireRequest download = Assert.Single(files.Requests);
        Assert.Equal("/r.zip?X-Sig=a%2Bb", download.Target);
        Assert.Empty(download.Headers("Authorization"));
        Assert.Empty(download.Headers("x-helplightning-api-key"));
        Assert.Equal(["pending", "running", "complete"], progress.Take(3).Select(p => p.Status));
        Assert.Equal(new DownloadProgress(zip.Length, zip.Length), progress[^1].Download);
    }

    [Fact]
    [Covers("POST /api/v1r1/enterprise/reports/calls.json")]
    public async Task A_report_that_fails_says_so()
    {
        await using Recording recording = new(Reply.Json("""{"uuid":"r-1"}"""), Reply.Json("""{"status":"failed"}"""));
        HelpLightningReportException e = await Assert.ThrowsAsync<HelpLightningReportException>(
            () => recording.Client.Reports.RunAsync(ReportFormat.Json, Stream.Null, cancellationToken: Recording.Cancellation));
        recording.Asked(0, "POST", "/api/v1r1/enterprise/reports/calls.json", "partner");
        Assert.True(e.Report.HasFailed);
    }

    [Theory]
    [InlineData("""{"uuid":"r-1"}""", """{"status":"pending"}""", "not complete within")]
    [InlineData("""{"uuid":"r-1"}""", """{"status":"complete"}""", "no address")]
    [InlineData("{}", "{}", "does not say its id")]
    public async Task A_report_that_does_not_come_says_why(string created, string seen, string says)
    {
        await using ScriptedServer server = new(Reply.Json(created), Reply.Json(seen));
        using HelpLightningClient client = TestClient.For(server);
        ReportRunOptions options = new() { PollInterval = TimeSpan.FromMilliseconds(1), TimeLimit = TimeSpan.FromMilliseconds(50) };
        HelpLightningReportException e = await Assert.ThrowsAsync<HelpLightningReportException>(() => client.Reports.RunAsync(ReportFormat.Csv, Stream.Null, options, cancellationToken: Recording.Cancellation));
        Assert.Contains(says, e.Message, StringComparison.Ordinal);
    }

#pragma warning disable HL0001 // areas are tested as experimental as they are
    [Fact]
    [Covers("GET /api/v1/enterprise/areas")]
    [Covers("POST /api/v1/enterprise/areas")]
    [Covers("GET /api/v1/enterprise/areas/{area_id}")]
    [Covers("PUT /api/v1/enterprise/areas/{area_id}")]
    [Covers("GET /api/v1/enterprise/areas/{area_id}/assets")]
    [Covers("POST /api/v1/enterprise/areas/{area_id}/assets")]
    public async Task Areas_are_reached_in_whatever_shape_they_come()
    {
        const string Area = """{"id":4,"name":"Hall","latitude":"48.1","longitude":11.5,"color":"red"}""";
        await using Recording recording = new(
            Reply.Json($"[{Area}]"), Reply.Json(Area), Reply.Json($$"""{"area":{{Area}}}"""), Reply.Json(Area), Reply.Json("""{"entries":[{"id":1,"name":"Pump"}]}"""), Reply.Json("""{"id":2}"""));
        AreasClient areas = recording.Client.Areas;
        Area hall = await areas.ListAsync(cancellationToken: TestContext.Current.CancellationToken).SingleAsync(Recording.Cancellation);
        await areas.CreateAsync(new AreaDetails("Hall", 48.1, 11.5), Recording.Cancellation);
        Assert.Equal(4, (await areas.GetAsync(4, Recording.Cancellation)).Id);
        await areas.UpdateAsync(4, new AreaDetails("Hall", 48.1, 11.5), Recording.Cancellation);
        Assert.Equal("Pump", (await areas.ListAssetsAsync(4, cancellationToken: TestContext.Current.CancellationToken).SingleAsync(Recording.Cancellation)).Name);
        Assert.Equal(2, (await areas.CreateAssetAsync(4, new JsonObject { ["name"] = "Valve" }, Recording.Cancellation)).Id);
        recording.Asked(0, "GET", "/api/v1/enterprise/areas", "partner");
        recording.Asked(1, "POST", "/api/v1/enterprise/areas", "partner");
        Assert.Equal("""{"name":"Hall","latitude":48.1,"longitude":11.5}""", recording.BodyOf(1));
        recording.Asked(3, "PUT", "/api/v1/enterprise/areas/4", "partner");
        recording.Asked(5, "POST", "/api/v1/enterprise/areas/4/assets", "partner");
        Assert.Equal("""{"name":"Valve"}""", recording.BodyOf(5));
        Assert.Equal((48.1, 11.5, "red"), (hall.Latitude, hall.Longitude, hall.AdditionalData["color"].GetString()));
    }
#pragma warning restore HL0001
}
