using HelpLightning.PartnerKeys;

namespace HelpLightning.Pkcs11.Tests;

/// <summary>Whatever a module does: a right signature, or an exception that says what the module said. Never a locked token.</summary>
public sealed class MisbehaviourTests
{
    private const int OpenSession = 12;
    private const int Login = 18;
    private const int SignInit = 42;
    private const int Sign = 43;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>What a token that was away says, at either function of a signature.</summary>
    public static TheoryData<int, uint> Recoverable() => [.. from function in (int[])[SignInit, Sign]
        from rv in (uint[])[0x3, 0x5, 0x6, 0x30, 0x32, 0x60, 0x82, 0x90, 0x91, 0xB0, 0xB3, 0xE0, 0xE1, 0x101, 0x190]
        select new TheoryDataRow<int, uint>(function, rv)];

    [Theory]
    [MemberData(nameof(Recoverable))]
    public async Task A_failure_that_a_new_session_mends_is_not_seen(int function, uint rv)
    {
        using MisbehavingModule module = await MisbehavingModule.NewAsync();
        using Pkcs11Key key = module.Open();
        TestKeys.RequireSigns(key);
        module.Fail(function, rv);
        TestKeys.RequireSigns(key);
        Assert.Equal(0, module[Setting.WrongLogins]);

        module.Fail(function, rv, times: 2);
        PartnerSigningException e = Assert.Throws<PartnerSigningException>(() => TestKeys.RequireSigns(key));
        Assert.Equal(key.Thumbprint, e.Thumbprint);
        Assert.Contains("CKR_", e.Message, StringComparison.Ordinal);
        Assert.Contains("No token was made", e.Message, StringComparison.Ordinal);
        TestKeys.RequireSigns(key);
        Assert.Equal(1, module[Setting.OpenSessions]);
    }

    [Theory]
    [InlineData(SignInit, 0x68, "CKR_KEY_FUNCTION_NOT_PERMITTED, the key may not sign")]
    [InlineData(SignInit, 0x70, "CKR_MECHANISM_INVALID")]
    [InlineData(Sign, 0x2, "CKR_HOST_MEMORY")]
    [InlineData(Sign, 0x21, "CKR_DATA_LEN_RANGE")]
    [InlineData(Sign, 0x50, "CKR_FUNCTION_CANCELED, somebody cancelled it at the device")]
    [InlineData(Sign, 0x150, "CKR_BUFFER_TOO_SMALL")]
    [InlineData(Sign, 0x80000001, "CKR 0x80000001")]
    public async Task Another_failure_is_told_at_once(int function, uint rv, string words)
    {
        using MisbehavingModule module = await MisbehavingModule.NewAsync();
        using Pkcs11Key key = module.Open();
        module.Fail(function, rv);
        PartnerSigningException e = Assert.Throws<PartnerSigningException>(() => TestKeys.RequireSigns(key));
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
        TestKeys.RequireSigns(key);
        Assert.Equal(1, module[Setting.OpenSessions]);
    }

    /// <summary>Each function that opening a key calls, with each of several results.</summary>
    public static TheoryData<int, uint> Openings() => [.. from function in (int[])[0, 4, 5, 6, 7, OpenSession, Login, 24, 26, 27]
        from rv in (uint[])[0x2, 0x6, 0x7, 0x54, 0xB1, 0x80000001]
        select new TheoryDataRow<int, uint>(function, rv)];

    [Theory]
    [MemberData(nameof(Openings))]
    public async Task A_module_that_fails_while_a_key_is_opened_is_told_of_and_left_clean(int function, uint rv)
    {
        using MisbehavingModule module = await MisbehavingModule.NewAsync();
        module.Fail(function, rv, times: 1000);
        PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => module.Open());
        if (function is not (5 or 6))
        {
            Assert.Contains(rv == 0x80000001 ? "0x80000001" : "CKR_", e.Message, StringComparison.Ordinal);
        }

        Assert.Equal((0, 0), (module[Setting.OpenSessions], module[Setting.Initialized]));
        module.Fail(function, rv, times: 0);
        using Pkcs11Key key = module.Open();
        TestKeys.RequireSigns(key);
    }

    [Theory]
    [InlineData(Setting.HugeAttribute, long.MaxValue)]
    [InlineData(Setting.HugeAttribute, 100_000_000)]
    [InlineData(Setting.ManyFound, 1_000_000)]
    public async Task Lengths_that_cannot_be_are_refused(Setting setting, long value)
    {
        using MisbehavingModule module = await MisbehavingModule.NewAsync();
        module[setting] = value;
        Assert.Equal(PartnerKeyProblem.ModuleUnusable, Assert.Throws<PartnerKeyException>(() => module.Open()).Problem);
        Assert.Equal(0, module[Setting.OpenSessions]);
    }

    [Theory]
    [InlineData(Setting.ShortSignature, 1)]
    [InlineData(Setting.ShortSignature, 256)]
    [InlineData(Setting.LongSignature, 1)]
    [InlineData(Setting.LongSignature, 1_000_000_000)]
    [InlineData(Setting.BadSignature, 1)]
    public async Task A_signature_that_is_none_makes_no_token(Setting setting, long value)
    {
        using MisbehavingModule module = await MisbehavingModule.NewAsync();
        using Pkcs11Key key = module.Open();
        module[setting] = value;
        Assert.Throws<PartnerSigningException>(() => TestKeys.RequireSigns(key));
        module[setting] = 0;
        TestKeys.RequireSigns(key);
    }

    [Theory]
    [InlineData(Setting.KeyType, 3, PartnerKeyProblem.WrongAlgorithm, "the key 'partner' (id=%01) on the token 'hl' is no RSA key")]
    [InlineData(Setting.CanSign, 0, PartnerKeyProblem.SigningForbidden, "its CKA_SIGN is false")]
    public async Task A_key_that_cannot_sign_is_refused(Setting setting, long value, PartnerKeyProblem problem, string words)
    {
        using MisbehavingModule module = await MisbehavingModule.NewAsync();
        module[setting] = value;
        PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => module.Open());
        Assert.Equal(problem, e.Problem);
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
        Assert.Equal((0, 0), (module[Setting.OpenSessions], module[Setting.Initialized]));
    }

    [Theory]
    [InlineData("-DNO_LIST", "gives no list of its functions")]
    [InlineData("-DNO_SIGN", "has no C_Sign")]
    [InlineData("-DOLD_VERSION", "is of version 1, not 2 or 3")]
    public async Task Garbage_in_the_list_of_functions_is_refused(string flag, string words)
    {
        await MisbehavingSource.RequireAsync();
        string module = await MisbehavingSource.CompileAsync(flag);
        PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => Pkcs11Key.Open($"pkcs11:?module-path={module}"));
        Assert.Equal(PartnerKeyProblem.ModuleUnusable, e.Problem);
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_takes_no_hash_is_given_the_data()
    {
        using MisbehavingModule module = await MisbehavingModule.NewAsync();
        module[Setting.Sha256Only] = 1;
        using Pkcs11Key key = module.Open();
        Assert.Equal("CKM_SHA256_RSA_PKCS", key.Facts.Mechanism);
        TestKeys.RequireSigns(key);
        using PartnerKey local = TestKeys.Read("test-2048-pkcs8.pem");
        FakeTime clock = new();
        PartnerTokenSignerOptions options = new() { TimeProvider = clock };
        Assert.Equal(
            await new PartnerTokenSigner(local, TestKeys.Site, options).SignAsync(Cancellation),
            await new PartnerTokenSigner(key, TestKeys.Site, options).SignAsync(Cancellation));
        PartnerSigningException e = Assert.Throws<PartnerSigningException>(() => key.TrySignHash(new byte[32], new byte[256], out _));
        Assert.Contains("CKM_SHA256_RSA_PKCS alone", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_comes_back_in_another_slot_is_used_there()
    {
        using MisbehavingModule module = await MisbehavingModule.NewAsync();
        using Pkcs11Key key = module.Open();
        for (int slot = 1; slot < 4; slot++)
        {
            module.Remove();
            PartnerSigningException e = Assert.Throws<PartnerSigningException>(() => TestKeys.RequireSigns(key));
            Assert.Contains("sees no token", e.Message, StringComparison.Ordinal);
            module[Setting.Slot] = slot;
            module[Setting.Present] = 1;
            TestKeys.RequireSigns(key);
        }

        Assert.Equal(0, module[Setting.WrongLogins]);
        Assert.Equal(1, module[Setting.OpenSessions]);
    }

    [Fact]
    public async Task A_module_that_looks_for_tokens_only_when_it_starts_is_started_again()
    {
        using MisbehavingModule module = await MisbehavingModule.NewAsync();
        module[Setting.TokensOnInitialize] = 1;
        module[Setting.Present] = 0;
        Assert.Throws<PartnerKeyException>(() => module.Open());
        module[Setting.Present] = 1;
        using Pkcs11Key key = module.Open();
        using Pkcs11Key other = module.Open();
        await Task.Delay(300, Cancellation);
        module.Remove();
        Assert.Throws<PartnerSigningException>(() => TestKeys.RequireSigns(key));
        module[Setting.Present] = 1;
        await Task.Delay(300, Cancellation);
        TestKeys.RequireSigns(key);
        TestKeys.RequireSigns(other);
    }

    [Fact]
    public async Task A_token_that_comes_back_with_another_key_signs_nothing()
    {
        using MisbehavingModule module = await MisbehavingModule.NewAsync();
        using Pkcs11Key key = module.Open();
        module.Remove();
        module.ShowOtherKey();
        module[Setting.Present] = 1;
        for (int i = 0; i < 3; i++)
        {
            PartnerSigningException e = Assert.Throws<PartnerSigningException>(() => TestKeys.RequireSigns(key));
            using PartnerKey other = TestKeys.Read("test-other-2048-pkcs8.pem");
            Assert.Contains(other.Thumbprint, e.Message, StringComparison.Ordinal);
            Assert.Contains(key.Thumbprint, e.Message, StringComparison.Ordinal);
            Assert.Equal(0, module[Setting.OpenSessions]);
        }
    }

    [Fact]
    public async Task Many_threads_share_few_sessions()
    {
        using MisbehavingModule module = await MisbehavingModule.NewAsync();
        module[Setting.MaxSessions] = 2;
        using Pkcs11Key key = module.Open();
        await SignOnThreadsAsync(key, threads: 8, times: 50);
        Assert.InRange(module[Setting.MostSessions], 1, 2);
    }

    [Fact]
    public async Task A_token_that_has_fewer_sessions_than_it_tells_is_shared()
    {
        using MisbehavingModule module = await MisbehavingModule.NewAsync();
        module[Setting.RealSessions] = 3;
        using Pkcs11Key key = module.Open();
        module[Setting.SleepMilliseconds] = 1;
        await SignOnThreadsAsync(key, threads: 8, times: 30);
        Assert.InRange(module[Setting.MostSessions], 2, 3);
    }

    [Fact]
    public async Task Waiting_for_a_session_has_an_end()
    {
        using MisbehavingModule module = await MisbehavingModule.NewAsync();
        using Pkcs11Key key = module.Open(new Pkcs11KeyOptions { MaxSessions = 1, Patience = TimeSpan.FromMilliseconds(50) });
        module[Setting.SleepMilliseconds] = 3000;
        Task slow = Task.Run(() => TestKeys.RequireSigns(key), Cancellation);
        await Task.Delay(500, Cancellation);
        PartnerSigningException e = Assert.Throws<PartnerSigningException>(() => TestKeys.RequireSigns(key));
        Assert.Contains("all sessions with its token were in use for 0.1 s", e.Message, StringComparison.Ordinal);
        await slow;
    }

    [Fact]
    public async Task While_the_token_comes_and_goes_threads_get_right_signatures_or_typed_errors()
    {
        using MisbehavingModule module = await MisbehavingModule.NewAsync();
        using Pkcs11Key key = module.Open();
        using Pkcs11Key second = module.Open();
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        long right = 0;
        Task[] signing = [.. Enumerable.Range(0, 6).Select(i => Task.Run(
            () =>
            {
                while (!end.IsCancellationRequested)
                {
                    try
                    {
                        TestKeys.RequireSigns(i % 2 == 0 ? key : second);
                        Interlocked.Increment(ref right);
                    }
                    catch (PartnerSigningException)
                    {
                    }
                }
            }, Cancellation))];
        for (int i = 0; i < 60; i++)
        {
            uint[] failures = [0x32, 0xB3, 0x60, 0x101, 0x190, 0x30];
            module.Fail(i % 2 == 0 ? SignInit : Sign, failures[i % failures.Length], times: 5);
            await Task.Delay(50, Cancellation);
        }

        module[Setting.Present] = 0;
        await Task.Delay(50, Cancellation);
        module[Setting.Slot] = 9;
        module[Setting.Present] = 1;
        await Task.Delay(1000, Cancellation);
        await end.CancelAsync();
        await Task.WhenAll(signing);
        Assert.True(right > 20);
        Assert.Equal(0, module[Setting.WrongLogins]);
        TestKeys.RequireSigns(key);
        TestKeys.RequireSigns(second);
    }

    [Fact]
    public async Task The_module_is_shut_down_with_the_last_key_and_not_when_it_is_somebody_elses()
    {
        using MisbehavingModule module = await MisbehavingModule.NewAsync();
        Pkcs11Key one = module.Open();
        Pkcs11Key two = module.Open();
        Assert.Equal(1, module[Setting.Initializations]);
        one.Dispose();
        TestKeys.RequireSigns(two);
        two.Dispose();
        two.Dispose();
        Assert.Equal((0, 0), (module[Setting.Initialized], module[Setting.OpenSessions]));
        Assert.Throws<ObjectDisposedException>(() => TestKeys.RequireSigns(two));

        module[Setting.Initialized] = 1;
        using (Pkcs11Key guest = module.Open())
        {
            TestKeys.RequireSigns(guest);
        }

        Assert.Equal((1, 0), (module[Setting.Initialized], module[Setting.OpenSessions]));
    }

    private static Task SignOnThreadsAsync(Pkcs11Key key, int threads, int times) => Task.WhenAll(Enumerable.Range(0, threads).Select(_ => Task.Factory.StartNew(
        () =>
        {
            for (int i = 0; i < times; i++)
            {
                TestKeys.RequireSigns(key);
            }
        }, Cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

    private sealed class FakeTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddDays(20_000);
    }
}
