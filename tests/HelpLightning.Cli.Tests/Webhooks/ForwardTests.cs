using System.Net;
using HelpLightning.Webhooks;
using HelpLightning.Webhooks.Sqlite;

namespace HelpLightning.Cli.Tests.Webhooks;

/// <summary>What <c>hl webhooks listen --forward-to</c> sends on, and what becomes of what nobody takes.</summary>
public sealed class ForwardTests : IDisposable
{
    private const string Secret = "marked-old-secret";
    private const string NewSecret = "marked-new-secret";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hl-forward-");

    public ForwardTests() => File.WriteAllText(SecretFile, $"{NewSecret}\n{Secret}\n");

    private string SecretFile => Path.Combine(_folder.FullName, "north.txt");

    private string Inbox => Path.Combine(_folder.FullName, "in.sqlite");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Body_and_signature_arrive_as_they_came_and_each_call_in_its_order()
    {
        await using ForwardTarget target = await ForwardTarget.StartAsync();
        await using ListenRun run = await ListenAsync("--forward-to", target.Url);
        List<string> sent = [];
        for (int i = 0; i < 60; i++)
        {
            string body = $"{{ \"type\" : \"call\", \"category\":\"step\", \"data\":{{\"call_id\":\"call_{i % 3}\",\"n\":{i},\"name\":\"\u00fc\\u00fc\"}}}}\n";
            sent.Add(body);
            Assert.Equal(HttpStatusCode.OK, await run.SendAsync(body, i % 2 == 0 ? Secret : NewSecret));
        }

        await Eventually.HoldsAsync(() => target.Received.Count == sent.Count);
        Assert.Equal(sent.Order(StringComparer.Ordinal), target.Received.Select(static r => r.Body).Order(StringComparer.Ordinal));
        foreach (int call in (int[])[0, 1, 2])
        {
            Assert.Equal(sent.Where((_, i) => i % 3 == call), target.Received.Select(static r => r.Body).Where(b => b.Contains($"call_{call}\"", StringComparison.Ordinal)));
        }

        Assert.All(target.Received, received =>
        {
            int index = sent.IndexOf(received.Body);
            Assert.Equal(ListenRun.Sign(received.Body, index % 2 == 0 ? Secret : NewSecret), received.Signature);
            Assert.Equal("/hook", received.Path);
        });
        HlResult result = await run.StopAsync();
        Assert.EndsWith("Stopped. 60 events came.\n", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("marked-", result.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_signed_by_another_is_passed_on_with_its_signature()
    {
        await using ForwardTarget target = await ForwardTarget.StartAsync();
        await using ListenRun run = await ListenRun.StartAsync(new TestHost(new Dictionary<string, string>()), "--unsigned", "--forward-to", target.Url);
        await run.SendSignedAsync("""{"type":"call","category":"a"}""", "sha256=not-checked-here");
        await run.SendSignedAsync("""{"type":"call","category":"b"}""", null);
        await Eventually.HoldsAsync(() => target.Received.Count == 2);
        Assert.Equal(["sha256=not-checked-here", null], target.Received.OrderBy(static r => r.Body, StringComparer.Ordinal).Select(static r => r.Signature));
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_what_failed_is_tried_again_in_its_order()
    {
        await using ForwardTarget elsewhere = await ForwardTarget.StartAsync();
        await using ForwardTarget target = await ForwardTarget.StartAsync();
        target.Status = 307;
        target.Location = elsewhere.Url;
        await using ListenRun run = await ListenAsync("--forward-to", target.Url, "--inbox", Inbox);
        await run.SendAsync(Body(1), Secret);
        await Eventually.HoldsAsync(() => run.Error.Contains($"attempt 1: {target.Url} answered 307; redirects are not followed. Again in ", StringComparison.Ordinal));
        await run.SendAsync(Body(2), Secret);
        await Eventually.HoldsAsync(() => StateOf(2) == InboxEventState.Waiting);
        Assert.Empty(elsewhere.Received);
        Assert.Equal([Body(1)], target.Received.Select(static r => r.Body));

        target.Status = 204;
        HlResult retried = await Hl.RunAsync("webhooks", "inbox", "retry", "--state", "waiting", "--inbox", Inbox, "-o", "csv");
        Assert.Equal("change,events\nretry,2\n", retried.Require(0).Output.Replace("\r", "", StringComparison.Ordinal));
        await Eventually.HoldsAsync(() => target.Received.Count == 3);
        Assert.Equal([Body(1), Body(1), Body(2)], target.Received.Select(static r => r.Body));
        Assert.All(target.Received, static r => Assert.Equal(ListenRun.Sign(r.Body, Secret), r.Signature));
        await Eventually.HoldsAsync(() => StateOf(2) == InboxEventState.Handled);
    }

    [Fact]
    public async Task What_was_answered_and_not_handled_goes_on_with_the_next_run()
    {
        await using ForwardTarget target = await ForwardTarget.StartAsync();
        target.Status = 500;
        ListenRun first = await ListenAsync("--forward-to", target.Url, "--inbox", Inbox);
        await first.SendAsync(Body(1), NewSecret);
        await first.SendAsync(Body(2), NewSecret);
        await Eventually.HoldsAsync(() => first.Error.Contains("answered 500", StringComparison.Ordinal));
        HlResult stopped = (await first.StopAsync()).Require(0);
        await first.DisposeAsync();
        Assert.Contains($"Stopped. 2 events came.\nwarning: 2 events are not handled yet: the next run with --inbox {Inbox} goes on with them.\n", stopped.Error, StringComparison.Ordinal);

        target.Status = 200;
        target.Received.Clear();
        await using ListenRun second = await ListenAsync("--forward-to", target.Url, "--inbox", Inbox);
        Assert.Contains("2 events of an earlier run are still to be handled.\n", second.Error, StringComparison.Ordinal);
        (await Hl.RunAsync("webhooks", "inbox", "retry", "1", "2", "--inbox", Inbox)).Require(0);
        await Eventually.HoldsAsync(() => target.Received.Count == 2);

        // The secret is the first of that name: the inbox remembers who signed, and not the signature.
        Assert.Equal([(Body(1), ListenRun.Sign(Body(1), NewSecret), "/hook"), (Body(2), ListenRun.Sign(Body(2), NewSecret), "/hook")], target.Received);
    }

    [Fact]
    public async Task Without_a_file_what_is_not_handled_is_gone_and_that_is_said()
    {
        await using ForwardTarget target = await ForwardTarget.StartAsync();
        target.Status = 500;
        await using ListenRun run = await ListenAsync("--forward-to", target.Url);
        await run.SendAsync(Body(1), Secret);
        await Eventually.HoldsAsync(() => run.Error.Contains("answered 500", StringComparison.Ordinal));
        Assert.Contains("warning: 1 event that was answered and not handled is gone: with --inbox FILE", (await run.StopAsync()).Require(0).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_that_never_answers_does_not_hold_up_the_end_and_nothing_counts_as_tried()
    {
        await using ForwardTarget target = await ForwardTarget.StartAsync();
        target.Hangs = true;
        await using ListenRun run = await ListenAsync("--forward-to", target.Url, "--inbox", Inbox);
        await run.SendAsync(Body(1), Secret);
        await target.HasCaller.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Contains("warning: 1 event is not handled yet: the next run with --inbox ", (await run.StopAsync()).Require(0).Error, StringComparison.Ordinal);
        Assert.Equal((InboxEventState.Waiting, 0), await FindAsync(1) is { } found ? (found.State, found.Attempts) : default);
    }

    [Fact]
    public async Task Events_that_are_not_wanted_are_kept_and_done_with()
    {
        await using ForwardTarget target = await ForwardTarget.StartAsync();
        await using ListenRun run = await ListenAsync("--forward-to", target.Url, "--inbox", Inbox, "--events", "wanted");
        await run.SendAsync("""{"type":"call","category":"other","data":{}}""", Secret);
        await run.SendAsync("""{"type":"call","category":"wanted","data":{}}""", Secret);
        await Eventually.HoldsAsync(() => StateOf(1) == InboxEventState.Handled && StateOf(2) == InboxEventState.Handled);
        Assert.Contains("\"wanted\"", Assert.Single(target.Received).Body, StringComparison.Ordinal);
        Assert.DoesNotContain("other", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_receiver_is_told_that_the_file_is_taken()
    {
        await using ListenRun run = await ListenAsync("--inbox", Inbox);
        HlResult second = (await Hl.RunAsync("webhooks", "listen", "--port", "0", "--unsigned", "--inbox", Inbox)).Require(3);
        Assert.Contains("Another process receives into", second.Error, StringComparison.Ordinal);
    }

    private static string Body(int number) => $"{{\"type\":\"call\",\"category\":\"step\",\"data\":{{\"call_id\":\"call_1\",\"n\":{number}}}}}";

    private Task<ListenRun> ListenAsync(params string[] arguments) =>
        ListenRun.StartAsync(new TestHost(new Dictionary<string, string>()), ["--secret-file", SecretFile, .. arguments]);

    private InboxEventState? StateOf(long id)
    {
        using Task<InboxEvent?> found = FindAsync(id);
        return found.GetAwaiter().GetResult()?.State;
    }

    private async Task<InboxEvent?> FindAsync(long id)
    {
        await using SqliteInbox inbox = SqliteInbox.OpenToAdminister(Inbox, new InboxOptions());
        return await inbox.FindAsync(id, TestContext.Current.CancellationToken);
    }
}
