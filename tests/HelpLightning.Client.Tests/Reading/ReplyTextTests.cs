using System.Text;
using System.Text.Json;

namespace HelpLightning.Client.Tests;

/// <summary>Answers whose text cannot be read are malformed, wherever it stands, and whoever reads them; a byte order mark is none of the text.</summary>
public sealed class ReplyTextTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Unreadable =>
    [
        "\u00FF", "\u00C0\u00AF", "\u00ED\u00A0\u0080", "\u00E2\u0082", @"\ud800", @"\uDFFF", @"\ud83d\n", @"\ud83d\ud83d\ude00", @"\ude00\ud83d", @"\\\ud800",
    ];

    /// <summary>The letters stand for bytes, for not all of it is text.</summary>
    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task Text_that_cannot_be_read_makes_an_answer_malformed(string text)
    {
        await using ScriptedServer server = new(request => Bytes(request.Target.Contains("users/", StringComparison.Ordinal) || request.Target.EndsWith("/user", StringComparison.Ordinal)
            ? $$"""{"id":1,"unknown":"{{text}}","error":false}"""
            : $$"""{"entries":[{"id":1},{"id":2,"session":"{{text}}","name":"{{text}}"}],"total_pages":1}"""));
        using HelpLightningClient client = TestClient.For(server);
        Func<Task>[] calls =
        [
            async () => await client.ListAsync("/v1r1/enterprise/users").ToListAsync(Cancellation),
            async () => await client.Users.ListAsync().ToListAsync(Cancellation),
            async () => await client.Calls.ListAsync().ToListAsync(Cancellation),
            () => client.Users.GetAsync(1, Cancellation),
            () => client.AsUser(new AccessToken("t")).Me.GetAsync(Cancellation),
            () => client.Attachments.ListAsync(new CallId("call_1"), Cancellation),
            async () => (await client.SendAsync(HttpMethod.Get, "/v1r1/enterprise/users", cancellationToken: Cancellation)).ReadJson().Dispose(),
        ];
        foreach (Func<Task> call in calls)
        {
            HelpLightningMalformedReplyException e = await Assert.ThrowsAsync<HelpLightningMalformedReplyException>(call);
            Assert.Contains("not UTF-8, or ends within a character", e.Message, StringComparison.Ordinal);
            Assert.NotNull(e.RequestLine);
        }
    }

    [Theory]
    [InlineData("""{"code":100,"message":"\ud800"}""")]
    [InlineData("""{"code":"\ud800","message":"m"}""")]
    [InlineData("""{"\ud800":1}""")]
    public async Task An_error_answer_with_such_text_is_still_the_error(string body)
    {
        await using ScriptedServer server = new(Reply.Json(body, 400));
        using HelpLightningClient client = TestClient.For(server);
        Assert.Equal(400, (int)(await Assert.ThrowsAsync<HelpLightningApiException>(() => client.Users.GetAsync(1, Cancellation))).Status);
    }

    [Theory]
    [InlineData(@"\ud83d\ude00", "\U0001F600")]
    [InlineData(@"\\ud800", @"\ud800")]
    [InlineData(@"\\\\ud800", @"\\ud800")]
    [InlineData(@"\""\u0041\\", "\"A\\")]
    public async Task Text_that_only_looks_so_is_read(string json, string text)
    {
        await using ScriptedServer server = new(Reply.Json($$"""[{"id":1,"name":"{{json}}"}]"""));
        using HelpLightningClient client = TestClient.For(server);
        Assert.Equal(text, (await client.Users.ListAsync(cancellationToken: TestContext.Current.CancellationToken).SingleAsync(Cancellation)).Name);
        Assert.Equal(text, (await client.ListAsync("/v1r1/enterprise/users", cancellationToken: TestContext.Current.CancellationToken).SingleAsync(Cancellation)).GetProperty("name").GetString());
    }

    /// <summary>The JSON inside a text was not looked at with the rest.</summary>
    [Fact]
    public async Task A_message_whose_inner_text_cannot_be_read_says_nothing()
    {
        await using ScriptedServer server = new(
            Reply.Json("""{"id":1,"token":"w"}"""),
            Reply.Json("""{"id":1,"type":"Text","metadata":"{\"message\":\"\\ud800\"}"}"""),
            Reply.Json("""{"id":1,"metadata":"{\"message\":\"\\ud83d\\ude00\"}"}"""));
        using HelpLightningClient client = TestClient.For(server);
        HelpThreadMessagesClient messages = client.AsUser(new AccessToken("t")).HelpThreads.Open(1).Messages;
        HelpThreadMessage broken = await messages.GetAsync(1, Cancellation);
        Assert.Equal((null, null, null), (broken.Text, broken.Title, broken.Url));
        Assert.Equal("\U0001F600", (await messages.GetAsync(1, Cancellation)).Text);
    }

    [Fact]
    public async Task A_byte_order_mark_is_passed_over()
    {
        await using ScriptedServer server = new(request => Bytes("\u00EF\u00BB\u00BF" + request.Number switch
        {
            0 => """{"id":8}""",
            1 => """[{"id":8}]""",
            2 => """{"entries":[{"id":8}]}""",
            3 => """{"workbox":{"id":8}}""",
            _ => "{}",
        }));
        using HelpLightningClient client = TestClient.For(server);
        Assert.Equal(8, (await client.Users.GetAsync(8, Cancellation)).Id);
        Assert.Equal(8, (await client.Users.ListAsync(cancellationToken: TestContext.Current.CancellationToken).SingleAsync(Cancellation)).Id);
        Assert.Equal(8, (await client.ListAsync("/v1r1/enterprise/users", cancellationToken: TestContext.Current.CancellationToken).SingleAsync(Cancellation)).GetProperty("id").GetInt32());
        Assert.Equal(8, (await client.HelpThreads.FindByCallAsync(new CallId("call_1"), Cancellation))?.Id);
        HelpLightningResponse raw = await client.SendAsync(HttpMethod.Get, "/v1/info", cancellationToken: Cancellation);
        Assert.Equal("{}", Encoding.UTF8.GetString(raw.Body.Span));
        using JsonDocument json = raw.ReadJson();
        Assert.Equal(JsonValueKind.Object, json.RootElement.ValueKind);
    }

    [Fact]
    public async Task An_error_after_a_byte_order_mark_is_read()
    {
        await using ScriptedServer server = new(new Reply([.. "HTTP/1.1 400 X\r\nConnection: close\r\n\r\n"u8, 0xEF, 0xBB, 0xBF, .. """{"code":402,"message":"no"}"""u8]));
        using HelpLightningClient client = TestClient.For(server);
        HelpLightningApiException e = await Assert.ThrowsAsync<HelpLightningApiException>(() => client.Users.GetAsync(1, Cancellation));
        Assert.Equal((402, "no"), (e.VendorCode, e.VendorMessage));
    }

    private static Reply Bytes(string text) => Reply.Bytes200(Encoding.Latin1.GetBytes(text), "Content-Type: application/json\r\n");
}
