using System.Net;
using System.Net.NetworkInformation;
using System.Text;
using System.Text.Json;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Sandbox.Tests.Operations;

/// <summary>The handler without a socket answers as the server does.</summary>
public sealed class InProcessTests
{
    private const string Users = "/api/v1r1/enterprise/users";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_answers_what_the_socket_answers()
    {
        await using HelpLightningSandbox sandbox = await StartAsync(listens: true);
        using HttpClient inside = new(sandbox.CreateHandler()) { BaseAddress = sandbox.BaseAddress };
        using HttpClient outside = new() { BaseAddress = sandbox.BaseAddress };
        string[] targets =
        [
            Users + "?page_size=7&filter=name~=%25a%25", Users + "/4711", Users + "?pagesize=1", "/nothing",
            "/api/v1r1/enterprise/users/%32",
        ];
        foreach (string target in targets)
        {
            using HttpResponseMessage one = await SendAsync(inside, sandbox, HttpMethod.Get, target);
            using HttpResponseMessage other = await SendAsync(outside, sandbox, HttpMethod.Get, target);
            Assert.Equal(other.StatusCode, one.StatusCode);
            Assert.Equal(other.Content.Headers.ContentType, one.Content.Headers.ContentType);
            Assert.Equal(
                WithoutTokens(await other.Content.ReadAsStringAsync(Cancellation)),
                WithoutTokens(await one.Content.ReadAsStringAsync(Cancellation)));
            Assert.NotNull(one.Headers.Date);
        }
    }

    [Fact]
    public async Task It_needs_no_socket_and_opens_none()
    {
        // Another program of the machine may well listen there.
        int before = ListenersOfHttp();
        await using HelpLightningSandbox sandbox = await StartAsync(listens: false);
        Assert.Equal("http://localhost/", sandbox.BaseAddress.AbsoluteUri);
        Assert.Equal(before, ListenersOfHttp());
        using HttpClient http = new(sandbox.CreateHandler()) { BaseAddress = sandbox.BaseAddress };
        using HttpResponseMessage response = await SendAsync(http, sandbox, HttpMethod.Get, Users);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(
            40,
            JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation)).RootElement.GetProperty("total_entries").GetInt32());
    }

    [Fact]
    public async Task It_takes_bodies()
    {
        await using HelpLightningSandbox sandbox = await StartAsync(listens: false);
        using HttpClient http = new(sandbox.CreateHandler()) { BaseAddress = sandbox.BaseAddress };
        DateTimeOffset before = sandbox.Clock.GetUtcNow();
        using StringContent content = new("""{"by": "30d"}""", Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await http.PostAsync(
            new Uri("/_sandbox/clock/advance", UriKind.Relative), content, Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.InRange(sandbox.Clock.GetUtcNow() - before, TimeSpan.FromDays(30), TimeSpan.FromDays(31));
    }

    [Fact]
    public async Task It_sends_files_whole_in_part_and_as_headers_alone()
    {
        await using HelpLightningSandbox sandbox = await StartAsync(listens: false);
        using HttpClient http = new(sandbox.CreateHandler()) { BaseAddress = sandbox.BaseAddress };
        SandboxCall call = sandbox.Calls.Start("1", "2");
        sandbox.Calls.AddAttachment(call.CallId, SandboxAttachmentKind.ScreenCapture);
        using HttpResponseMessage list = await SendAsync(
            http, sandbox, HttpMethod.Get, $"/api/v1r1/enterprise/calls/{call.CallId}/attachments");
        Uri address = new(
            JsonDocument.Parse(await list.Content.ReadAsStringAsync(Cancellation)).RootElement[0].GetProperty("signed_url").GetString()!);
        byte[] whole = await http.GetByteArrayAsync(address, Cancellation);
        using HttpRequestMessage part = new(HttpMethod.Get, address) { Headers = { Range = new(2, 5) } };
        using HttpResponseMessage answer = await http.SendAsync(part, Cancellation);
        Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
        Assert.Equal(whole[2..6], await answer.Content.ReadAsByteArrayAsync(Cancellation));
        using HttpRequestMessage head = new(HttpMethod.Head, address);
        using HttpResponseMessage headers = await http.SendAsync(head, Cancellation);
        Assert.Equal(whole.Length, headers.Content.Headers.ContentLength);
        Assert.Empty(await headers.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("reset=after")]
    [InlineData("reset=body")]
    [InlineData("truncate")]
    public async Task A_broken_connection_is_an_HttpRequestException_or_an_IOException(string fault)
    {
        await using HelpLightningSandbox sandbox = await StartAsync(listens: false);
        using HttpClient http = new(sandbox.CreateHandler()) { BaseAddress = sandbox.BaseAddress };
        sandbox.Faults.Add(fault);
        await Assert.ThrowsAnyAsync<HttpRequestException>(async () =>
        {
            using HttpResponseMessage response = await SendAsync(http, sandbox, HttpMethod.Get, Users);
            await response.Content.ReadAsStringAsync(Cancellation);
        });
        sandbox.Faults.Clear();
        using HttpResponseMessage again = await SendAsync(http, sandbox, HttpMethod.Get, Users);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Fact]
    public async Task A_wait_can_be_cancelled()
    {
        await using HelpLightningSandbox sandbox = await StartAsync(listens: false);
        using HttpClient http = new(sandbox.CreateHandler()) { BaseAddress = sandbox.BaseAddress };
        sandbox.Faults.Add("delay=1h");
        using CancellationTokenSource cancel = new();
        Task<HttpResponseMessage> response = http.GetAsync(sandbox.BaseAddress, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => response);
    }

    [Fact]
    public async Task Another_address_is_refused_and_a_disposed_sandbox_says_so()
    {
        HelpLightningSandbox sandbox = await StartAsync(listens: false);
        using HttpClient http = new(sandbox.CreateHandler());
        sandbox.Faults.Add("/slow delay=1h");
        Task<HttpResponseMessage> slow = http.GetAsync(new Uri("http://localhost/slow"), Cancellation);
        using HttpResponseMessage response = await http.GetAsync(new Uri("https://api.helplightning.net/"), Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        await sandbox.DisposeAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => slow);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => http.GetAsync(new Uri("http://localhost/"), Cancellation));
    }

    [Fact]
    public async Task A_request_that_is_under_way_when_the_sandbox_ends_ends_too()
    {
        StandingClock clock = new();
        HelpLightningSandbox sandbox = await HelpLightningSandbox.StartAsync(
            new HelpLightningSandboxOptions { Seed = SandboxSeed.None, TimeProvider = clock, ListenEndPoint = null }, Cancellation);
        using HttpClient http = new(sandbox.CreateHandler());
        Task<HttpResponseMessage> request = clock.HoldUpAsync(() => http.GetAsync(new Uri("http://localhost/nothing"), Cancellation));
        await clock.Reached.WaitAsync(TimeSpan.FromMinutes(2), Cancellation);
        await sandbox.DisposeAsync();
        clock.GoOn();
        await Assert.ThrowsAsync<HttpRequestException>(() => request.WaitAsync(TimeSpan.FromMinutes(2), Cancellation));
    }

    private static int ListenersOfHttp() => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Count(l => l.Port == 80);

    private static Task<HelpLightningSandbox> StartAsync(bool listens) => HelpLightningSandbox.StartAsync(
        new HelpLightningSandboxOptions
        {
            PartnerPublicKeys = [SandboxFixture.Key.PublicKey],
            ListenEndPoint = listens ? new IPEndPoint(IPAddress.Loopback, 0) : null,
        }, Cancellation);

    private static async Task<HttpResponseMessage> SendAsync(
        HttpClient http, HelpLightningSandbox sandbox, HttpMethod method, string target)
    {
        using HttpRequestMessage request = new(method, new Uri(target, UriKind.Relative));
        request.Headers.Add("x-helplightning-api-key", sandbox.ApiKey);
        request.Headers.Authorization = new(new PartnerTokenSigner(SandboxFixture.Key, sandbox.SiteId).Sign().Reveal());
        return await http.SendAsync(request, Cancellation);
    }

    /// <summary>Each has its own number and time.</summary>
    private static string WithoutTokens(string body) => body.Split("\"token\":")[0];

    /// <summary>Holds up a request that looks at it.</summary>
    private sealed class StandingClock : TimeProvider
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly AsyncLocal<bool> _isHeldUp = new();

        public Task Reached => _reached.Task;

        public async Task<HttpResponseMessage> HoldUpAsync(Func<Task<HttpResponseMessage>> request)
        {
            _isHeldUp.Value = true;
            return await request();
        }

        public void GoOn() => _goOn.SetResult();

        public override DateTimeOffset GetUtcNow()
        {
            if (_isHeldUp.Value)
            {
                _reached.TrySetResult();
                _goOn.Task.Wait();
            }

            return base.GetUtcNow();
        }
    }
}
