using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace HelpLightning.Sandbox.Tests;

public sealed class CallTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private const string Path = "/api/v1/enterprise/calls";

    [Fact]
    public async Task A_row_is_in_camelCase_with_ids_and_times_as_text()
    {
        JsonElement page = await fixture.OkAsync("GET", Path + "?page_size=300", fixture.Token());
        Assert.Equal(300, page.GetProperty("total_entries").GetInt32());
        foreach (JsonElement call in page.GetProperty("entries").EnumerateArray())
        {
            Shape.Require(
                call.TryGetProperty("workbox_id", out _) ? Examples.Call.TrimEnd()[..^1] + ", \"workbox_id\": 1}" : Examples.Call, call);
        }

        Assert.Contains(
            page.GetProperty("entries").EnumerateArray(),
            c => c.GetProperty("participants").EnumerateArray().Any(p => p.GetProperty("isAnonymous").GetBoolean()));
        Assert.Contains(page.GetProperty("entries").EnumerateArray(), c => c.GetProperty("reasonCallEnded").GetString() == "Timed out");
    }

    [Fact]
    public async Task The_detail_is_wrapped_and_has_the_requests()
    {
        string id = (await CallsAsync("?page_size=1"))[0].GetProperty("session").GetString()!;
        JsonElement detail = await fixture.OkAsync("GET", $"{Path}/{id}", fixture.Token());
        Shape.Require(Examples.CallDetail, detail);
        Assert.Equal(id, detail.GetProperty("call").GetProperty("session").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await fixture.GetAsync($"{Path}/call_00000000-0000-4000-8000-000000000000")).Status);
    }

    [Fact]
    public async Task A_duration_is_that_of_its_times_in_whole_seconds()
    {
        foreach (JsonElement call in await CallsAsync("?page_size=100"))
        {
            decimal started = decimal.Parse(call.GetProperty("timeCallStarted").GetString()!, CultureInfo.InvariantCulture);
            decimal ended = decimal.Parse(call.GetProperty("timeCallEnded").GetString()!, CultureInfo.InvariantCulture);
            Assert.Equal(Math.Round(ended - started, MidpointRounding.AwayFromZero), call.GetProperty("callDuration").GetInt64());
        }
    }

    [Fact]
    public async Task A_filter_by_tag_finds_exactly_the_tagged()
    {
        JsonElement[] all = await CallsAsync("?page_size=1000");
        foreach (string name in new[] { "needs-callback", "Warranty", "nobody-uses-this" })
        {
            string?[] expected = [.. all.Where(
                c => c.GetProperty("tags").EnumerateArray()
                    .Any(t => t.GetProperty("name").GetString()!.Equals(name, StringComparison.OrdinalIgnoreCase)))
                .Select(c => c.GetProperty("session").GetString())];
            Assert.Equal(
                expected, (await CallsAsync($"?page_size=1000&filter=tag.name={name}")).Select(c => c.GetProperty("session").GetString()));
        }

        long[] tags =
        [
            .. all.SelectMany(c => c.GetProperty("tags").EnumerateArray()).Select(t => t.GetProperty("id").GetInt64()).Distinct().Take(2),
        ];
        int both = all.Count(c => c.GetProperty("tags").EnumerateArray().Any(t => tags.Contains(t.GetProperty("id").GetInt64())));
        JsonElement page = await fixture.OkAsync(
            "GET", $"{Path}?page_size=7&filter=%22tag.id%7C%3D{tags[0]},{tags[1]}%22", fixture.Token());
        Assert.Equal(both, page.GetProperty("total_entries").GetInt32());
    }

    [Fact]
    public async Task A_filter_by_call_finds_it()
    {
        string id = (await CallsAsync("?page_size=5"))[3].GetProperty("session").GetString()!;
        Assert.Equal(id, Assert.Single(await CallsAsync($"?filter=session.call_id={id}")).GetProperty("session").GetString());
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("&order=timeCallStarted:desc", true)]
    [InlineData("&order=id:desc", true)]
    public async Task Pages_cover_every_call_once_in_order(string order, bool newestFirst)
    {
        List<string> started = [];
        for (int page = 1; page <= 5; page++)
        {
            started.AddRange(
                (await CallsAsync($"?page_size=70&page={page}{order}")).Select(c => c.GetProperty("timeCallStarted").GetString()!));
        }

        Assert.Equal(300, started.Count);
        Assert.Equal(newestFirst ? started.OrderDescending(StringComparer.Ordinal) : started.Order(StringComparer.Ordinal), started);
    }

    [Fact]
    public async Task A_range_has_both_ends()
    {
        decimal[] all =
        [
            .. (await CallsAsync("?page_size=1000")).Select(
                c => decimal.Parse(c.GetProperty("timeCallStarted").GetString()!, CultureInfo.InvariantCulture)),
        ];
        long from = (long)all[100];
        foreach (long to in new[] { from + 10, from + 86_400, (long)all[200], 4_000_000_000 })
        {
            JsonElement page = await fixture.OkAsync("GET", $"{Path}/range?from_date={from}&to_date={to}&page_size=1000", fixture.Token());
            int expected = all.Count(t => t >= from && t < to + 1);
            Assert.Equal(expected, page.GetProperty("total_entries").GetInt32());
            Assert.Equal(expected, page.GetProperty("entries").GetArrayLength());
        }

        Shape.Require(
            Examples.Page(Examples.Call), await fixture.OkAsync("GET", $"{Path}/range?from_date={from}&page_size=5", fixture.Token()));
        Assert.Contains("'from_date'", (await fixture.GetAsync(Path + "/range")).Message, StringComparison.Ordinal);
        Assert.Contains("'from_date'", (await fixture.GetAsync(Path + "/range?from_date=yesterday")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_files_of_a_call_are_a_bare_array_and_can_be_fetched_without_headers()
    {
        HashSet<string> types = [];
        foreach (JsonElement call in (await CallsAsync("?page_size=1000")).Where(c => c.GetProperty("has_attachments").GetBoolean()))
        {
            JsonElement files = await fixture.OkAsync(
                "GET", $"/api/v1r1/enterprise/calls/{call.GetProperty("session").GetString()}/attachments", fixture.Token());
            Shape.Require($"[{Examples.Attachment}]", files);
            JsonElement first = files.EnumerateArray().MinBy(f => types.Contains(f.GetProperty("mime_type").GetString()!));
            string type = first.GetProperty("mime_type").GetString()!;
            if (types.Add(type))
            {
                Answer file = await fixture.SendAsync(HttpMethod.Get, first.GetProperty("signed_url").GetString()!);
                Assert.Equal(HttpStatusCode.OK, file.Status);
                Assert.Equal(type, file.ContentType);
                RequireMagic(type, file.Bytes);
            }
        }

        Assert.Equal(["image/jpeg", "image/png", "text/plain", "video/mp4"], types.Order(StringComparer.Ordinal));
        string without = (await CallsAsync("?page_size=100")).First(c => !c.GetProperty("has_attachments").GetBoolean())
            .GetProperty("session").GetString()!;
        Assert.Equal(
            0, (await fixture.OkAsync("GET", $"/api/v1r1/enterprise/calls/{without}/attachments", fixture.Token())).GetArrayLength());
    }

    [Fact]
    public async Task A_file_answers_ranges_and_its_address_ends()
    {
        JsonElement call = (await CallsAsync("?page_size=1000")).First(c => c.GetProperty("has_attachments").GetBoolean());
        JsonElement files = await fixture.OkAsync(
            "GET", $"/api/v1r1/enterprise/calls/{call.GetProperty("session").GetString()}/attachments", fixture.Token());
        string address = files[0].GetProperty("signed_url").GetString()!;
        Answer whole = await fixture.SendAsync(
            HttpMethod.Get, address, ("Authorization", "anything"), ("x-helplightning-api-key", "anything"));
        Assert.Equal(whole.Bytes.Length, whole.Length);

        Answer part = await fixture.SendAsync(HttpMethod.Get, address, ("Range", "bytes=10-19"));
        Assert.Equal(HttpStatusCode.PartialContent, part.Status);
        Assert.Equal($"bytes 10-19/{whole.Bytes.Length}", part.Range);
        Assert.Equal(whole.Bytes[10..20], part.Bytes);

        Answer beyond = await fixture.SendAsync(HttpMethod.Get, address, ("Range", $"bytes={whole.Bytes.Length}-"));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, beyond.Status);
        Assert.Equal($"bytes */{whole.Bytes.Length}", beyond.Range);

        Assert.Equal(
            HttpStatusCode.Forbidden, (await fixture.SendAsync(HttpMethod.Get, address[..^1] + (address[^1] == '0' ? '1' : '0'))).Status);
        fixture.Clock.Advance(TimeSpan.FromHours(1));
        Answer late = await fixture.SendAsync(HttpMethod.Get, address);
        Assert.Equal(HttpStatusCode.Forbidden, late.Status);
        Assert.Contains("expired", late.Message, StringComparison.Ordinal);
    }

    private async Task<JsonElement[]> CallsAsync(string query) =>
        [.. (await fixture.OkAsync("GET", Path + query, fixture.Token())).GetProperty("entries").EnumerateArray()];

    private static void RequireMagic(string type, byte[] file)
    {
        switch (type)
        {
            case "image/jpeg":
                Assert.Equal([0xff, 0xd8, 0xff, 0xe0], file[..4]);
                Assert.Equal([0xff, 0xd9], file[^2..]);
                break;
            case "image/png":
                Assert.Equal([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], file[..8]);
                Assert.Equal([0xae, 0x42, 0x60, 0x82], file[^4..]);
                break;
            case "video/mp4":
                Assert.Equal("ftyp", Encoding.ASCII.GetString(file, 4, 4));
                break;
            default:
                Assert.StartsWith("Notes of the call", Encoding.UTF8.GetString(file), StringComparison.Ordinal);
                break;
        }
    }
}
