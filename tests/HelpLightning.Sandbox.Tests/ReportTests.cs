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
            [{"id": "{{Examples.CallId}}", "started_at": "{{Examples.Time}}", "ended_at": "{{Examples.Time}}", "tags": "", "comments": "", "groups": "",
              "participants": "/./", "dialer": "/./", "status": "/^(Call Ended|Timed out)$/", "duration": "/^\\d+$/", "workspace": "/^Example Plant$/",
              "workspace_id": "/^54344$/"}]
            """,
            report.RootElement);
    }

    [Fact]
    public async Task A_report_that_nobody_asked_for_is_not_found() =>
        Assert.Equal(HttpStatusCode.NotFound, (await fixture.GetAsync(Path + "/00000000-0000-4000-8000-000000000000")).Status);

    private async Task<string> MakeAsync(string path)
    {
        JsonElement job = await fixture.OkAsync("POST", path, fixture.Token(), "{}");
        Shape.Require($$"""{"uuid": "{{Examples.Uuid}}"}""", job);
        string poll = $"{Path}/{job.GetProperty("uuid").GetString()}";
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
