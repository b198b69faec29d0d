using System.Globalization;
using System.Text.Json;

namespace HelpLightning.Sandbox.Tests.Operations;

/// <summary>Each fault as it comes over a socket.</summary>
public sealed class FaultTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private const string Users = "/api/v1r1/enterprise/users";

    private Task<RawAnswer> SendAsync(string? fault, string target = Users) => RawClient.GetAsync(
        fixture.Sandbox, target,
        [
            $"x-helplightning-api-key: {fixture.Sandbox.ApiKey}", $"Authorization: {fixture.Token()}",
            .. fault is null ? Array.Empty<string>() : [$"x-sandbox-fault: {fault}"],
        ]);

    [Theory]
    [InlineData("429 retry-after=7", 429, "7")]
    [InlineData("429 retry-after=2m", 429, "120")]
    [InlineData("503 retry-after=date:30", 503, "Mon, 01 Jun 2026 12:00:30 GMT")]
    [InlineData("500", 500, null)]
    [InlineData("502", 502, null)]
    [InlineData("504", 504, null)]
    public async Task A_status_comes_with_code_100_and_Retry_After(string fault, int status, string? retryAfter)
    {
        RawAnswer answer = await SendAsync(fault);
        Assert.Equal(status, answer.Status);
        Assert.Equal(100, JsonDocument.Parse(answer.Body).RootElement.GetProperty("code").GetInt32());
        Assert.Equal(retryAfter, answer.Headers.GetValueOrDefault("Retry-After"));
    }

    [Fact]
    public async Task A_reset_comes_before_any_byte()
    {
        RawAnswer answer = await SendAsync("reset");
        Assert.Equal((0, true), (answer.Status, answer.IsReset));
    }

    [Fact]
    public async Task A_reset_after_comes_when_the_work_is_done()
    {
        int before = fixture.Sandbox.Requests.List().Count;
        RawAnswer answer = await SendAsync("reset=after");
        Assert.Equal((0, true), (answer.Status, answer.IsReset));
        SandboxRequestLogEntry entry = await EntryAsync(before, "reset=after");
        Assert.StartsWith("valid for site 54344", entry.Verdict, StringComparison.Ordinal);
        Assert.Equal(0, entry.Status);
    }

    [Fact]
    public async Task A_reset_in_the_body_breaks_off_in_the_middle()
    {
        RawAnswer answer = await SendAsync("reset=body");
        Assert.True(answer.IsReset);

        // A reset may throw away what the peer has not read yet, so that anything up to the half may have come.
        Assert.True(answer.Status is 0 or 200);
        Assert.True(answer.Status == 0 || answer.Body.Length < int.Parse(answer.Headers["Content-Length"], CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_truncated_body_is_shorter_than_announced_and_the_connection_ends_in_order()
    {
        RawAnswer answer = await SendAsync("truncate", Users + "?filter=id=24");
        Assert.False(answer.IsReset);
        Assert.Equal(200, answer.Status);
        Assert.Equal(int.Parse(answer.Headers["Content-Length"], CultureInfo.InvariantCulture) / 2, answer.Body.Length);
        Assert.StartsWith("{\"entries\":[{\"id\":24", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quietly_truncated_body_is_as_long_as_announced_and_no_JSON()
    {
        RawAnswer answer = await SendAsync("truncate=quiet");
        Assert.Equal(200, answer.Status);
        Assert.Equal(int.Parse(answer.Headers["Content-Length"], CultureInfo.InvariantCulture), answer.Body.Length);
        Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(answer.Body));
    }

    [Fact]
    public async Task A_token_is_said_to_have_expired_in_both_styles()
    {
        RawAnswer json = await SendAsync("expired=400");
        Assert.Equal(400, json.Status);
        Assert.Equal(1003, JsonDocument.Parse(json.Body).RootElement.GetProperty("code").GetInt32());
        RawAnswer text = await SendAsync("expired=401");
        Assert.Equal((401, "text/plain"), (text.Status, text.Headers["Content-Type"]));
        Assert.Contains("Token expired", text.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_that_is_off_refuses_a_good_token_and_shows_it_in_Date()
    {
        RawAnswer answer = await SendAsync("clock=5m");
        Assert.Equal(400, answer.Status);
        Assert.Contains("expired 4 min", answer.Body, StringComparison.Ordinal);
        Assert.Equal("Mon, 01 Jun 2026 12:05:00 GMT", answer.Headers["Date"]);
        Assert.Equal("Mon, 01 Jun 2026 12:00:00 GMT", (await SendAsync(null)).Headers["Date"]);
    }

    [Fact]
    public async Task A_delay_holds_the_answer_until_its_time_has_come()
    {
        Task<RawAnswer> answer = SendAsync("delay=30s 503");
        while (!answer.IsCompleted)
        {
            // Only the clock's moving can end the wait; how often it must be moved depends on when the request arrives.
            fixture.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(answer, Task.Delay(1, TestContext.Current.CancellationToken));
        }

        Assert.Equal(503, (await answer).Status);
        fixture.Clock.AdjustTime(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero));
    }

    [Theory]
    [InlineData("teapot", "'teapot'")]
    [InlineData("418", "none of 429")]
    [InlineData("next=2 503", "for this request alone")]
    [InlineData("GET 503", "for this request alone")]
    [InlineData("503 reset", "more than one ending")]
    public async Task A_wrong_header_is_an_error_that_names_it(string fault, string says)
    {
        RawAnswer answer = await SendAsync(fault);
        Assert.Equal(400, answer.Status);
        Assert.Contains("x-sandbox-fault", answer.Body, StringComparison.Ordinal);
        Assert.Contains(says, JsonDocument.Parse(answer.Body).RootElement.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    /// <summary>A request whose connection is reset is logged a moment later, so that one of another test may come in between.</summary>
    private async Task<SandboxRequestLogEntry> EntryAsync(int before, string fault)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromMinutes(2));
        while (true)
        {
            if (fixture.Sandbox.Requests.List().Skip(before).FirstOrDefault(entry => entry.Fault == fault) is { } entry)
            {
                return entry;
            }

            await Task.Delay(1, patience.Token);
        }
    }
}
