using HelpLightning.Client;
using HelpLightning.Export.Reading;

namespace HelpLightning.Export.Tests;

/// <summary>What a long run tries again, how often, and after which pause.</summary>
public sealed class LongRunRetryTests
{
    private readonly EagerClock _clock = new(DateTimeOffset.UnixEpoch);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The first word is answered before, to a step that succeeds, or not.</summary>
    [Theory]
    [InlineData("503", "1")]
    [InlineData("500,502,504", "1,2,3")]
    [InlineData("broken,broken", "1,2")]
    [InlineData("mangled", "")]
    [InlineData("mangled,mangled,mangled", "1,2")]
    [InlineData("mangled,503", "2")]
    [InlineData("ok,refused,refused", "1,2")]
    [InlineData("ok,silent", "1")]
    [InlineData("429", "1")]
    [InlineData("429,429,429,429,429,429,429,429,429", "1,2,3,4,5,6,7,8,9")]
    [InlineData("429 in 60,429 in 60", "60,60")]
    [InlineData("ok,429", "1")]
    [InlineData("ok,429 in 5", "5")]
    [InlineData("ok,429 in 0,429 in 0", "1,2")]
    [InlineData("ok,429 in 60", "60")]
    [InlineData("503 in 45", "45")]
    [InlineData("ok,500 in 60,502 in 1,503 in 30", "60,2,30")]
    public async Task What_passes_is_tried_again(string answers, string pauses)
    {
        using FailingSite site = new(answers.Split(','));
        LongRunRetry retry = new(10, _clock);
        int asked = answers.Split(',').Length;
        if (answers.StartsWith("ok", StringComparison.Ordinal))
        {
            await retry.RunAsync(site.ReadAsync, Cancellation);
            asked--;
        }

        Assert.Equal(7, (await retry.RunAsync(site.ReadAsync, Cancellation)).Id);
        Assert.Equal(answers.Split(',').Length + 1, site.Asked);
        Assert.Equal(pauses, string.Join(',', _clock.Waits.Select(w => w.TotalSeconds)));
        Assert.InRange(_clock.Waits.Count, 0, asked);
    }

    [Theory]
    [InlineData("refused", typeof(HelpLightningUnreachableException))]
    [InlineData("silent", typeof(HelpLightningUnreachableException))]
    [InlineData("untrusted", typeof(HelpLightningUnreachableException))]
    [InlineData("ok,untrusted", typeof(HelpLightningUnreachableException))]
    [InlineData("429 in 61", typeof(HelpLightningRateLimitedException))]
    [InlineData("ok,429 in 61", typeof(HelpLightningRateLimitedException))]
    [InlineData("ok,503 in 61", typeof(HelpLightningApiException))]
    [InlineData("500 in 3600", typeof(HelpLightningApiException))]
    [InlineData("ok,400", typeof(HelpLightningApiException))]
    [InlineData("ok,403", typeof(HelpLightningPermissionException))]
    [InlineData("ok,404", typeof(HelpLightningNotFoundException))]
    public async Task What_will_be_the_same_next_time_is_told_at_once(string answers, Type type)
    {
        using FailingSite site = new(answers.Split(','));
        LongRunRetry retry = new(10, _clock);
        if (answers.StartsWith("ok", StringComparison.Ordinal))
        {
            await retry.RunAsync(site.ReadAsync, Cancellation);
        }

        await Assert.ThrowsAsync(type, () => retry.RunAsync(site.ReadAsync, Cancellation));
        Assert.Equal(answers.Split(',').Length, site.Asked);
        Assert.Empty(_clock.Waits);
    }

    [Theory]
    [InlineData(10, false, 5)]
    [InlineData(3, false, 3)]
    [InlineData(10, true, 10)]
    [InlineData(3, true, 3)]
    public async Task It_ends(int tries, bool hasSucceeded, int expected)
    {
        using FailingSite site = new([.. hasSucceeded ? (string[])["ok"] : [], .. Enumerable.Repeat("503", 100)]);
        LongRunRetry retry = new(tries, _clock);
        if (hasSucceeded)
        {
            await retry.RunAsync(site.ReadAsync, Cancellation);
        }

        await Assert.ThrowsAsync<HelpLightningApiException>(() => retry.RunAsync(site.ReadAsync, Cancellation));
        Assert.Equal(expected, site.Asked - (hasSucceeded ? 1 : 0));
        Assert.Equal(Enumerable.Range(1, expected - 1).Select(s => TimeSpan.FromSeconds(s)), _clock.Waits);
    }

    /// <summary>Failures of one step are not those of another.</summary>
    [Fact]
    public async Task Each_step_begins_anew()
    {
        using FailingSite site = new(Enumerable.Range(0, 40).Select(i => i % 4 == 3 ? "ok" : "503"));
        LongRunRetry retry = new(4, _clock);
        for (int step = 0; step < 10; step++)
        {
            await retry.RunAsync(site.ReadAsync, Cancellation);
        }

        Assert.Equal(40, site.Asked);
    }

    [Fact]
    public async Task A_pause_can_be_ended()
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        using FailingSite site = new(Enumerable.Repeat("503", 100));
        LongRunRetry retry = new(10, TimeProvider.System);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => retry.RunAsync(
            async () =>
            {
                if (site.Asked > 0)
                {
                    await stop.CancelAsync();
                }

                return await site.ReadAsync();
            }, stop.Token));
        Assert.Equal(2, site.Asked);
    }
}
