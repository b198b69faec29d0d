using System.Net;
using System.Net.Sockets;
using System.Text;
using HelpLightning.Tests;
using HelpLightning.Webhooks.Sqlite;
using HelpLightning.Webhooks.Tests.Signatures;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using static HelpLightning.Webhooks.Tests.Inbox.Bodies;

namespace HelpLightning.Webhooks.Tests.AspNetCore;

public sealed class EndpointTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_forgery_is_refused_and_none_is_told_why()
    {
        await using WebhookSite site = await WebhookSite.StartAsync(static o => o.Secrets["s"] = Forgery.Secret);
        HashSet<string> answers = [];
        foreach (Forgery forgery in Forgery.All)
        {
            answers.Add(await site.PostRawAsync(forgery.Body, forgery.Headers));
        }

        Assert.StartsWith("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n", Assert.Single(answers), StringComparison.Ordinal);
        Assert.Empty(await site.EventsAsync());
        using HttpResponseMessage valid = await site.PostAsync(Forgery.Genuine, Forgery.Secret);
        Assert.Equal(HttpStatusCode.OK, valid.StatusCode);
        Assert.Single(await site.EventsAsync());
    }

    [Fact]
    public async Task The_reason_is_in_the_log_once_for_many_and_no_secret_is()
    {
        await using WebhookSite site = await WebhookSite.StartAsync(static o => o.Secrets["s"] = Forgery.Secret);
        foreach (Forgery forgery in Forgery.All)
        {
            await site.PostRawAsync(forgery.Body, forgery.Headers);
        }

        string log = string.Join('\n', site.Log.Lines);
        foreach (WebhookSignatureResult reason in Forgery.All.Select(static f => f.Result).Distinct())
        {
            Assert.Single(site.Log.Lines, line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains($": {reason}.", StringComparison.Ordinal));
        }

        Assert.DoesNotContain(Forgery.Secret, log, StringComparison.Ordinal);
        Assert.DoesNotContain(Forgery.Valid[7..], log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/hooks/help-lightning", "application/json")]
    [InlineData("/hooks/help-lightning/", "text/plain")]
    [InlineData("/hooks/help-lightning/call", null)]
    [InlineData("/hooks/help-lightning/a/b%2Fc?x=1", "application/x-www-form-urlencoded")]
    [InlineData("/Hooks/Help-Lightning/session", "multipart/form-data; boundary=x")]
    public async Task Any_path_and_any_content_type_will_do(string path, string? contentType)
    {
        await using WebhookSite site = await WebhookSite.StartAsync();
        byte[] body = Of("started", "c");
        using HttpRequestMessage request = WebhookSite.Request(body, [WebhookSite.Sign(body)], path, contentType);
        using HttpResponseMessage response = await site.Http.SendAsync(request, Cancellation);
        Assert.Equal((HttpStatusCode.OK, 0), (response.StatusCode, response.Content.Headers.ContentLength));
        Assert.Equal("north", Assert.Single(await site.EventsAsync()).SignedBy);
    }

    [Fact]
    public async Task A_repeat_is_accepted_and_kept_once()
    {
        await using WebhookSite site = await WebhookSite.StartAsync();
        for (int i = 0; i < 3; i++)
        {
            using HttpResponseMessage response = await site.PostAsync(Attachment("c", 1, "u"));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        Assert.Single(await site.EventsAsync());
    }

    [Fact]
    public async Task A_body_without_a_length_is_taken_and_a_body_is_at_most_so_large()
    {
        await using WebhookSite site = await WebhookSite.StartAsync();
        byte[] largest = [.. "{\"type\":\"call\",\"x\":\""u8, .. Enumerable.Repeat((byte)'x', (1 << 20) - 22), .. "\"}"u8];
        Assert.Equal(1 << 20, largest.Length);
        foreach ((byte[] body, bool isChunked, HttpStatusCode status) in ((byte[], bool, HttpStatusCode)[])
        [
            (Of("started", "c"), true, HttpStatusCode.OK),
            (largest, false, HttpStatusCode.OK),
            ([.. largest[..^2], .. "y\"}"u8], false, HttpStatusCode.RequestEntityTooLarge),
            ([.. largest[..^2], .. "z\"}"u8], true, HttpStatusCode.RequestEntityTooLarge),
        ])
        {
            using HttpRequestMessage request = WebhookSite.Request(body, [WebhookSite.Sign(body)]);
            request.Headers.TransferEncodingChunked = isChunked;
            using HttpResponseMessage response = await site.Http.SendAsync(request, Cancellation);
            Assert.Equal(status, response.StatusCode);
        }

        Assert.Equal(2, (await site.EventsAsync()).Count);
    }

    [Fact]
    public async Task A_body_that_does_not_come_is_not_waited_for_for_ever()
    {
        await using WebhookSite site = await WebhookSite.StartAsync(static o =>
        {
            o.Secrets["north"] = WebhookSite.Secret;
            o.BodyTimeout = TimeSpan.FromMilliseconds(300);
        });
        using TcpClient client = new();
        await client.ConnectAsync(IPAddress.Loopback, site.Http.BaseAddress!.Port, Cancellation);
        await client.GetStream().WriteAsync("POST /hooks/help-lightning HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{\"ty"u8.ToArray(), Cancellation);
        using StreamReader reader = new(client.GetStream(), Encoding.ASCII);
        Assert.Equal("HTTP/1.1 408 Request Timeout", await reader.ReadLineAsync(Cancellation));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Only_POST_is_taken(string method)
    {
        await using WebhookSite site = await WebhookSite.StartAsync();
        using HttpRequestMessage request = new(new HttpMethod(method), "/hooks/help-lightning");
        using HttpResponseMessage response = await site.Http.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }

    [Fact]
    public async Task The_applications_own_authorization_is_not_asked()
    {
        await using WebhookSite site = await WebhookSite.StartAsync(
            host: static builder =>
            {
                builder.Services.AddAuthentication();
                builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAssertion(static _ => false).Build());
            },
            before: static app => app.UseAuthorization());
        using HttpResponseMessage response = await site.PostAsync(Of("started", "c"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_body_that_somebody_has_buffered_and_read_is_read_again()
    {
        await using WebhookSite site = await WebhookSite.StartAsync(before: static app => app.Use(static async (context, next) =>
        {
            context.Request.EnableBuffering();
            await context.Request.Body.CopyToAsync(Stream.Null);
            await next(context);
        }));
        using HttpResponseMessage response = await site.PostAsync(Of("started", "c"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_body_that_somebody_has_read_away_is_said_to_be()
    {
        await using WebhookSite site = await WebhookSite.StartAsync(before: static app => app.Use(static async (context, next) =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            await next(context);
        }));
        using HttpResponseMessage response = await site.PostAsync(Of("started", "c"));
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Contains(site.Log.Lines, static line => line.Contains("had been read before", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Unsigned_events_are_taken_only_where_that_is_spelled_out()
    {
        await using WebhookSite site = await WebhookSite.StartAsync(static o => o.AllowUnsigned = true);
        Assert.Equal(HttpStatusCode.OK, await PostUnsignedAsync(site, Of("started", "c")));
        Assert.Equal(HttpStatusCode.BadRequest, await PostUnsignedAsync(site, "hello"u8.ToArray()));
        await using WebhookSite other = await WebhookSite.StartAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, await PostUnsignedAsync(other, Of("started", "c")));
    }

    [Fact]
    public async Task A_store_that_stalls_is_a_503_and_nothing_is_lost_when_it_goes_on()
    {
        StallingInbox? inbox = null;
        await using WebhookSite site = await WebhookSite.StartAsync(
            static o =>
            {
                o.Secrets["north"] = WebhookSite.Secret;
                o.AnswerWithin = TimeSpan.FromMilliseconds(200);
            },
            webhooks => webhooks.UseInbox((_, options, _) => ValueTask.FromResult<IWebhookInbox>(inbox = new StallingInbox(options))));
        inbox!.Stall();
        using HttpResponseMessage stalled = await site.PostAsync(Of("started", "c"));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, 5), (stalled.StatusCode, stalled.Headers.RetryAfter?.Delta?.TotalSeconds));
        Assert.Contains(site.Log.Lines, static line => line.StartsWith("Error 1 webhook request(s) told to come again", StringComparison.Ordinal));
        inbox.GoOn();
        using HttpResponseMessage again = await site.PostAsync(Of("started", "c"));
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Fact]
    public async Task A_store_that_cannot_be_reached_at_the_start_is_a_503_until_it_can()
    {
        int attempts = 0;
        await using WebhookSite site = await WebhookSite.StartAsync(build: webhooks => webhooks.UseInbox((_, options, _) =>
            Interlocked.Increment(ref attempts) == 1
                ? ValueTask.FromException<IWebhookInbox>(new InboxUnavailableException("nobody there"))
                : ValueTask.FromResult<IWebhookInbox>(SqliteInbox.OpenInMemory(options))));
        using HttpResponseMessage refused = await site.PostAsync(Of("started", "c"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        await Eventually.HoldsAsync(() => attempts == 2);
        await Eventually.HoldsAsync(() => site.PostAsync(Of("started", "c")).Result.StatusCode == HttpStatusCode.OK);
    }

    [Fact]
    public async Task Secrets_are_changed_under_load_and_no_valid_event_is_refused()
    {
        string folder = Directory.CreateTempSubdirectory("hl-rotate-").FullName;
        string file = Path.Combine(folder, "north.secrets");
        await File.WriteAllTextAsync(file, "secret 0", Cancellation);
        await using WebhookSite site = await WebhookSite.StartAsync(o => o.SecretFiles.Add(file));
        string current = "secret 0";
        using CancellationTokenSource stop = new();
        int sent = 0;
        Task<HttpStatusCode[]>[] senders = [.. Enumerable.Range(0, 4).Select(sender => Task.Run(async () =>
        {
            List<HttpStatusCode> answers = [];
            for (int i = 0; !stop.IsCancellationRequested; i++)
            {
                using HttpResponseMessage response = await site.PostAsync(Of("started", $"call_{sender}_{i}"), Volatile.Read(ref current));
                answers.Add(response.StatusCode);
                Interlocked.Increment(ref sent);
            }

            return answers.ToArray();
        }))];
        for (int i = 1; i <= 20; i++)
        {
            // First the receiver knows the new one, then the sender uses it, then the old one goes.
            await Replace($"secret {i - 1}\nsecret {i}");
            Volatile.Write(ref current, $"secret {i}");
            await MoreAsync(20);
            await Replace($"secret {i}\n");
            await MoreAsync(20);
        }

        await stop.CancelAsync();
        HttpStatusCode[] all = [.. (await Task.WhenAll(senders)).SelectMany(static a => a)];
        Assert.All(all, static status => Assert.Equal(HttpStatusCode.OK, status));
        using HttpResponseMessage old = await site.PostAsync(Of("late", "c"), "secret 0");
        Assert.Equal(HttpStatusCode.Unauthorized, old.StatusCode);
        Directory.Delete(folder, recursive: true);

        async Task Replace(string content)
        {
            await File.WriteAllTextAsync(file + ".new", content, Cancellation);
            File.Move(file + ".new", file, overwrite: true);
        }

        Task MoreAsync(int count)
        {
            int from = Volatile.Read(ref sent);
            return Eventually.HoldsAsync(() => Volatile.Read(ref sent) >= from + count);
        }
    }

    private static async Task<HttpStatusCode> PostUnsignedAsync(WebhookSite site, byte[] body)
    {
        using HttpRequestMessage request = WebhookSite.Request(body, []);
        using HttpResponseMessage response = await site.Http.SendAsync(request, Cancellation);
        return response.StatusCode;
    }
}
