using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace HelpLightning.PartnerKeys.Tests.Keys;

/// <summary>Who may ask a key service, and when.</summary>
public sealed class RemotePartnerKeyTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_more_than_the_cap_are_under_way_and_who_waits_is_served_in_order()
    {
        GatedKey key = new(maxConcurrency: 3);
        Task<ReadOnlyMemory<byte>>[] signatures = [.. Enumerable.Range(0, 50).Select(i => key.SignHashAsync(Numbered(i), Cancellation).AsTask())];
        for (int done = 0; done < signatures.Length; done++)
        {
            int underWay = Math.Min(3, signatures.Length - done);
            await key.UnderWayAsync(done + underWay);
            Assert.Equal(underWay, key.UnderWay);
            key.LetOneGo();
            await signatures[done];
        }

        Assert.Equal(Enumerable.Range(0, 50), key.Begun);
        Assert.Equal(3, key.MostUnderWay);
    }

    [Fact]
    public async Task Who_comes_just_when_a_place_gets_free_does_not_overtake()
    {
        for (int round = 0; round < 200; round++)
        {
            GatedKey key = new(maxConcurrency: 1);
            Task<ReadOnlyMemory<byte>> first = key.SignHashAsync(Numbered(0), Cancellation).AsTask();
            Task<ReadOnlyMemory<byte>> waiting = key.SignHashAsync(Numbered(1), Cancellation).AsTask();
            key.LetOneGo();
            await first;
            Task<ReadOnlyMemory<byte>> late = key.SignHashAsync(Numbered(2), Cancellation).AsTask();
            key.LetOneGo();
            key.LetOneGo();
            await Task.WhenAll(waiting, late);
            Assert.Equal([0, 1, 2], key.Begun);
        }
    }

    [Fact]
    public async Task Who_gives_up_waiting_costs_nobody_a_place()
    {
        GatedKey key = new(maxConcurrency: 1);
        Task<ReadOnlyMemory<byte>> first = key.SignHashAsync(Numbered(0), Cancellation).AsTask();
        using CancellationTokenSource patience = new();
        Task<ReadOnlyMemory<byte>>[] impatient = [.. Enumerable.Range(1, 5).Select(i => key.SignHashAsync(Numbered(i), patience.Token).AsTask())];
        Task<ReadOnlyMemory<byte>> last = key.SignHashAsync(Numbered(9), Cancellation).AsTask();
        await patience.CancelAsync();
        foreach (Task<ReadOnlyMemory<byte>> one in impatient)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        }

        key.LetOneGo();
        key.LetOneGo();
        await Task.WhenAll(first, last);
        Assert.Equal([0, 9], key.Begun);
    }

    [Fact]
    public async Task A_failure_frees_its_place()
    {
        GatedKey key = new(maxConcurrency: 1) { Fails = true };
        for (int i = 0; i < 3; i++)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await key.SignHashAsync(Numbered(i), Cancellation));
        }

        Assert.Equal([0, 1, 2], key.Begun);
    }

    [Fact]
    public async Task Disposing_lets_what_is_under_way_finish_and_nothing_begin()
    {
        GatedKey key = new(maxConcurrency: 1);
        Task<ReadOnlyMemory<byte>> underWay = key.SignHashAsync(Numbered(0), Cancellation).AsTask();
        Task<ReadOnlyMemory<byte>> waiting = key.SignHashAsync(Numbered(1), Cancellation).AsTask();
        key.Dispose();
        key.LetOneGo();
        await underWay;
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await key.SignHashAsync(Numbered(2), Cancellation));
        Assert.Equal([0], key.Begun);
    }

    [Fact]
    public async Task What_is_no_SHA_256_hash_reaches_no_service()
    {
        GatedKey key = new(maxConcurrency: 1);
        ArgumentException e = await Assert.ThrowsAsync<ArgumentException>(async () => await key.SignHashAsync(new byte[20], Cancellation));
        Assert.Contains("32 bytes, not 20", e.Message, StringComparison.Ordinal);
        Assert.Empty(key.Begun);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_cap_that_lets_nobody_through_is_refused(int cap) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new GatedKey(cap));

    [Fact]
    public void Overload_has_the_same_words_for_every_service()
    {
        GatedKey key = new(maxConcurrency: 1);
        PartnerSigningException e = key.OverloadedFor(TimeSpan.FromMilliseconds(1500));
        Assert.Equal(TimeSpan.FromMilliseconds(1500), e.RetryAfter);
        Assert.Equal(TestKeys.Thumbprint, e.Thumbprint);
        Assert.Contains("The service is asked too often", e.Message, StringComparison.Ordinal);
        Assert.Contains("asks to wait 1.5 s", e.Message, StringComparison.Ordinal);
        Assert.Contains("TokenReuse", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("asks to wait", key.OverloadedFor(null).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void It_waits_by_no_thread_and_says_so()
    {
        GatedKey key = new(RemotePartnerKey.DefaultMaxConcurrency);
        Assert.False(key.SignsAtOnce);
        Assert.Equal(8, key.MaxConcurrency);
        Assert.Throws<NotSupportedException>(() => new PartnerTokenSigner(key, new SiteId(7)).Sign());
    }

    private static byte[] Numbered(int number)
    {
        byte[] hash = new byte[SHA256.HashSizeInBytes];
        hash[0] = (byte)number;
        return hash;
    }

    /// <summary>Begins at once and ends when told.</summary>
    private sealed class GatedKey(int maxConcurrency) : RemotePartnerKey(TestKeys.Key.PublicKey, maxConcurrency)
    {
        private readonly SemaphoreSlim _gate = new(0);
        private readonly ConcurrentQueue<int> _begun = new();
        private int _underWay;
        private int _mostUnderWay;

        public bool Fails { get; init; }

        public IEnumerable<int> Begun => _begun;

        public int UnderWay => Volatile.Read(ref _underWay);

        public int MostUnderWay => Volatile.Read(ref _mostUnderWay);

        public void LetOneGo() => _gate.Release();

        public async Task UnderWayAsync(int begun)
        {
            while (_begun.Count < begun || UnderWay > MaxConcurrency)
            {
                await Task.Delay(1, Cancellation);
            }
        }

        public PartnerSigningException OverloadedFor(TimeSpan? retryAfter) => Overloaded("The service", retryAfter);

        protected override async ValueTask<ReadOnlyMemory<byte>> SignRemotelyAsync(ReadOnlyMemory<byte> hash, CancellationToken cancellationToken)
        {
            int now = Interlocked.Increment(ref _underWay);
            InterlockedMax(now);
            _begun.Enqueue(hash.Span[0]);
            try
            {
                if (Fails)
                {
                    throw new InvalidOperationException("as the test wants");
                }

                await _gate.WaitAsync(cancellationToken);
                return new byte[SignatureLength];
            }
            finally
            {
                Interlocked.Decrement(ref _underWay);
            }
        }

        private void InterlockedMax(int now)
        {
            for (int seen = MostUnderWay; now > seen; seen = MostUnderWay)
            {
                Interlocked.CompareExchange(ref _mostUnderWay, now, seen);
            }
        }
    }
}
