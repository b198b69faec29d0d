using HelpLightning.Tests;
using Microsoft.Extensions.Time.Testing;

namespace HelpLightning.Proxy.Tests.Callers;

/// <summary>Who may call, by the files of their tokens.</summary>
public sealed class CallerTokenTests : IDisposable
{
    private const string Old = "made-up-token-of-tickets-1";
    private const string New = "made-up-token-of-tickets-2";
    private const string Reports = "made-up-token-of-reports-1";

    private readonly string _folder = Directory.CreateTempSubdirectory("hl-callers-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_caller_is_known_by_a_token_of_its_file_and_the_log_names_it()
    {
        List<ProxyAccess> log = [];
        await using Upstream upstream = new();
        CallerTokens callers = new(new Dictionary<string, string> { ["tickets"] = Write("tickets", $"{Old}\r\n\n{New}\n"), ["reports"] = Write("reports", "\uFEFF" + Reports) });
        await using ProxyServer proxy = await ProxyServer.StartAsync(upstream.Address, options => (options.Callers, options.AccessLog) = (callers, log.Add));
        foreach ((string? header, string? caller) in new[]
        {
            ($"Bearer {Old}", "tickets"), ($"bearer {New}", "tickets"), ($"Bearer   {Reports} ", "reports"),
            (null, null), ("", null), ("Bearer", null), ("Bearer ", null), (Old, null), ($"Basic {Old}", null), ($"Bearer {Old}x", null), ($"Bearer {Old[..^1]}", null), ($"Bearer {Old.ToUpperInvariant()}", null),
            ($"Bearer {new string('x', 5000)}", null), ($"Bearer {Old},{New}", null), ("Bearer caf\u00e9-caf\u00e9-caf\u00e9-caf\u00e9", null),
        })
        {
            int before = log.Count;
            WireMessage answer = (await RawClient.SendAsync(
                proxy.Port, $"GET /api/x HTTP/1.1\r\nHost: localhost\r\n{(header is null ? "" : $"Authorization: {header}\r\n")}\r\n", Cancellation))!;
            Assert.True(answer.Status == (caller is null ? 401 : 200), $"{header}: {answer.FirstLine}");
            Assert.Equal(caller is null ? "Bearer realm=\"helplightning-proxy\"" : null, answer.One("WWW-Authenticate"));
            await Eventually.HoldsAsync(() => log.Count > before);
            Assert.Equal(caller, log[^1].Caller);
        }

        Assert.Equal(3, upstream.Seen.Length);
        Assert.All(upstream.Seen, request => Assert.StartsWith("eyJ", request.One("Authorization"), StringComparison.Ordinal));
        WireMessage twice = (await RawClient.SendAsync(
            proxy.Port, $"GET /api/x HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {Old}\r\nAuthorization: Bearer {Old}\r\n\r\n", Cancellation))!;
        Assert.True(twice.Status is 400 or 401, twice.FirstLine);
    }

    [Fact]
    public async Task A_token_that_was_just_written_is_known_and_one_that_was_taken_away_is_not()
    {
        string file = Write("tickets", Old);
        FakeTimeProvider clock = new();
        CallerTokens callers = new(new Dictionary<string, string> { ["tickets"] = file }, clock: clock);
        Assert.Equal("tickets", await callers.FindAsync($"Bearer {Old}", Cancellation));
        await File.WriteAllTextAsync(file, $"{Old}\n{New}", Cancellation);
        Assert.Null(await callers.FindAsync($"Bearer {New}", Cancellation));
        clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal("tickets", await callers.FindAsync($"Bearer {New}", Cancellation));

        await File.WriteAllTextAsync(file, New, Cancellation);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await callers.FindAsync($"Bearer {Old}", Cancellation));

        // Half written, gone, somebody else's: the last good ones stay.
        foreach (string? broken in new[] { "", "short", null, new string('x', 70_000), "with spaces in it that are none" })
        {
            if (broken is null)
            {
                File.Delete(file);
            }
            else
            {
                await File.WriteAllTextAsync(file, broken, Cancellation);
            }

            clock.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal("tickets", await callers.FindAsync($"Bearer {New}", Cancellation));
            Assert.NotNull(callers.Problem);
            Assert.DoesNotContain("short", callers.Problem.Replace(file, "", StringComparison.Ordinal), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Names_and_files_that_cannot_be_are_refused_with_what_to_do()
    {
        Assert.Contains("leave the tokens out", Assert.Throws<ArgumentException>(() => new CallerTokens(new Dictionary<string, string>())).Message, StringComparison.Ordinal);
        Assert.Contains("1 to 64 letters", Assert.Throws<ArgumentException>(() => new CallerTokens(new Dictionary<string, string> { ["a b"] = Write("x", Old) })).Message, StringComparison.Ordinal);
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => new CallerTokens(new Dictionary<string, string> { ["a"] = Write("y", "too-short") }));
        Assert.Contains("openssl rand -hex 32", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("too-short", e.Message, StringComparison.Ordinal);
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
