using System.IO.Compression;
using System.Net;
using System.Text.Json;

namespace HelpLightning.Sandbox.Tests;

public sealed class ReportTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private const string Path = "/api/v1r1/enterprise/reports/calls";

    [Fact]
    public async Task A_report_takes_its_time_and_is_a_zip_with_the_documented_header()
    {
        string address = await MakeAsync(Path);
        Answer file = await fixture.SendAsync(HttpMethod.Get, address);
        Assert.Equal("application/zip", file.ContentType);
        string[] lines = Unzip(file.Bytes, "report.csv").TrimEnd().Split("\r\n");
        Assert.Equal("id,started_at,ended_at,tags,comments,groups,participants,dialer,status,duration,workspace,workspace_id", lines[0]);
        Assert.Equal(301, lines.Length);
        Assert.Equal(file.Bytes, (await fixture.SendAsync(HttpMethod.Get, address)).Bytes);

        Answer rest = await fixture.SendAsync(HttpMethod.Get, address, ("Range", "bytes=100-"));
        Assert.Equal(HttpStatusCode.PartialContent, rest.Status);
        Assert.Equal(file.Bytes[100..], rest.Bytes);
        Assert.Equal(HttpStatusCode.Forbidden, (await fixture.SendAsync(HttpMethod.Get, address.Split('?')[0])).Status);
    }

    [Fact]
    public async Task The_other_flavour_is_JSON_with_the_same_names()
    {
        Answer file = await fixture.SendAsync(HttpMethod.Get, await MakeAsync(Path + ".json"));
        using JsonDocument report = JsonDocument.Parse(Unzip(file.Bytes, "report.json"));
        Assert.Equal(300, report.RootElement.GetArrayLength());
        Shape.Require(
            $$"""
            [{"id": "{{Examples.CallId}}", "started_at": "{{Examples.Time}}", "ended_at": "{{Examples.Time}}", "tags": "", "comments": "",
            "groups": "",
              "participants": "/./", "dialer": "/./", "status": "/^(Call Ended|Timed out)$/", "duration": "/^\\d+$/",
              "workspace": "/^Example Plant$/",
              "workspace_id": "/^54344$/"}]
            """,
            report.RootElement);
    }

    [Fact]
    public async Task A_report_that_nobody_asked_for_is_not_found() =>
        Assert.Equal(HttpStatusCode.NotFound, (await fixture.GetAsync(Path + "/00000000-0000-4000-8000-000000000000")).Status);

    [Fact]
    public async Task The_next_reports_fail_on_request_and_no_other_request_counts()
    {
        long fault = fixture.Sandbox.Faults.Add("report=failed next=2");
        await fixture.OkAsync("GET", "/api/v1r1/enterprise/users", fixture.Token());
        string first = await BeginAsync(Path);
        string second = await BeginAsync(Path + ".json");
        string third = await BeginAsync(Path);
        Assert.Equal(2, fixture.Sandbox.Faults.List().Single(f => f.Id == fault).Hit);
        fixture.Sandbox.Faults.Remove(fault);
        Shape.Require("""{"status": "/^processing$/"}""", await fixture.OkAsync("GET", first, fixture.Token()));
        fixture.Clock.Advance(TimeSpan.FromSeconds(2));
        Shape.Require("""{"status": "/^failed$/"}""", await fixture.OkAsync("GET", first, fixture.Token()));
        Shape.Require("""{"status": "/^failed$/"}""", await fixture.OkAsync("GET", second, fixture.Token()));
        Assert.Equal("complete", (await fixture.OkAsync("GET", third, fixture.Token())).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_request_that_is_refused_uses_up_no_failure_of_a_report()
    {
        long fault = fixture.Sandbox.Faults.Add("report=failed next=1");
        Assert.Equal(
            HttpStatusCode.Unauthorized, (await fixture.CallAsync("POST", Path, fixture.Token(SandboxFixture.StrangersKey), "{}")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await fixture.CallAsync("POST", Path + "?color=red", fixture.Token(), "{}")).Status);
        SandboxFaultState state = fixture.Sandbox.Faults.List().Single(f => f.Id == fault);
        Assert.Equal((0L, 0L, 1), (state.Matched, state.Hit, state.Remaining));
        Assert.Null(fixture.Sandbox.Requests.List()[^1].Fault);
        string report = await BeginAsync(Path);
        Assert.Equal("report=failed next=1", fixture.Sandbox.Requests.List()[^1].Fault);
        state = fixture.Sandbox.Faults.List().Single(f => f.Id == fault);
        Assert.Equal((1L, 1L, 0), (state.Matched, state.Hit, state.Remaining));
        fixture.Sandbox.Faults.Remove(fault);
        fixture.Clock.Advance(TimeSpan.FromSeconds(2));
        Shape.Require("""{"status": "/^failed$/"}""", await fixture.OkAsync("GET", report, fixture.Token()));
    }

    [Fact]
    public async Task One_request_alone_can_ask_for_a_report_that_fails()
    {
        Answer job = await fixture.SendAsync(
            HttpMethod.Post, Path, "{}", "application/json", ("x-helplightning-api-key", fixture.Sandbox.ApiKey),
            ("Authorization", fixture.Token()), ("x-sandbox-fault", "report=failed"));
        fixture.Clock.Advance(TimeSpan.FromSeconds(2));
        JsonElement status = await fixture.OkAsync("GET", $"{Path}/{job.Json.GetProperty("uuid").GetString()}", fixture.Token());
        Assert.Equal("failed", status.GetProperty("status").GetString());
    }

    /// <summary>Answers where to look for it.</summary>
    private async Task<string> BeginAsync(string path)
    {
        JsonElement job = await fixture.OkAsync("POST", path, fixture.Token(), "{}");
        Shape.Require($$"""{"uuid": "{{Examples.Uuid}}"}""", job);
        return $"{Path}/{job.GetProperty("uuid").GetString()}";
    }

    private async Task<string> MakeAsync(string path)
    {
        string poll = await BeginAsync(path);
        Shape.Require("""{"status": "/^processing$/"}""", await fixture.OkAsync("GET", poll, fixture.Token()));
        fixture.Clock.Advance(TimeSpan.FromSeconds(2));
        JsonElement done = await fixture.OkAsync("GET", poll, fixture.Token());
        Shape.Require("""{"status": "/^complete$/", "url": "/^http://127.0.0.1:\\d+/files/reports/.*signature=/"}""", done);
        return done.GetProperty("url").GetString()!;
    }

    private static string Unzip(byte[] zip, string name)
    {
        using ZipArchive archive = new(new MemoryStream(zip));
        using StreamReader reader = new(Assert.Single(archive.Entries, e => e.FullName == name).Open());
        return reader.ReadToEnd();
    }
}
