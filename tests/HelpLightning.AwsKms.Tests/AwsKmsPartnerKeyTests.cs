using Amazon.KeyManagementService;
using Amazon.Runtime;
using HelpLightning.AwsKms.Tests.Fakes;
using HelpLightning.Client;
using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox;

namespace HelpLightning.AwsKms.Tests;

/// <summary>A key in AWS KMS, over real HTTP to a KMS of the tests' own.</summary>
public sealed class AwsKmsPartnerKeyTests : IAsyncLifetime
{
    private static readonly SiteId Site = new(54344);

    private FakeKms _service = null!;
    private AmazonKeyManagementServiceClient _kms = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _service = await FakeKms.StartAsync();
        _kms = _service.Client();
    }

    public async ValueTask DisposeAsync()
    {
        _kms.Dispose();
        await _service.DisposeAsync();
    }

    [Theory]
    [InlineData(FakeKms.Alias)]
    [InlineData(FakeKms.Arn)]
    public async Task Its_token_is_the_one_that_a_local_key_makes(string keyId)
    {
        using AwsKmsPartnerKey key = await OpenAsync(keyId);
        Assert.Equal(FakeKms.Arn, key.KeyArn);
        Assert.Equal(TestKeys.Key.Thumbprint, key.Thumbprint);
        Assert.Equal($"AWS KMS {FakeKms.Arn}, RSA 2048 bits, thumbprint {key.Thumbprint}", key.ToString());
        Assert.Equal(8, key.MaxConcurrency);

        PartnerToken token = await new PartnerTokenSigner(key, Site).SignAsync(Cancellation);
        PartnerTokenVerdict verdict = new PartnerTokenVerifier(Site, [TestKeys.Key.PublicKey]).Verify(token.Reveal());
        Assert.True(verdict.IsValid, verdict.ToString());
        Assert.Equal(["TrentService.GetPublicKey", "TrentService.Sign"], _service.Requests.Select(static r => r.Header("X-Amz-Target")));
    }

    [Fact]
    public async Task The_client_calls_with_it()
    {
        using AwsKmsPartnerKey key = await OpenAsync();
        await using HelpLightningSandbox sandbox = await HelpLightningSandbox.StartAsync(
            new HelpLightningSandboxOptions { PartnerPublicKeys = [key.PublicKey], ListenEndPoint = null }, Cancellation);
        using HelpLightningClient client = HelpLightningClient.Create(
            new HelpLightningOptions { ApiKey = sandbox.ApiKey, SiteId = sandbox.SiteId, PartnerKey = key, BaseAddress = sandbox.BaseAddress },
            primaryHandler: sandbox.CreateHandler());
        Assert.Equal(40, await client.Users.ListAsync(cancellationToken: Cancellation).CountAsync(Cancellation));
        Assert.Equal(40, await client.Users.ListAsync(cancellationToken: Cancellation).CountAsync(Cancellation));
        Assert.Equal(1, _service.Signatures);
    }

    [Fact]
    public async Task A_call_whose_token_is_refused_ends_with_that_and_reaches_nobody()
    {
        using AwsKmsPartnerKey key = await OpenAsync();
        await using HelpLightningSandbox sandbox = await HelpLightningSandbox.StartAsync(
            new HelpLightningSandboxOptions { PartnerPublicKeys = [key.PublicKey], ListenEndPoint = null }, Cancellation);
        using HelpLightningClient client = HelpLightningClient.Create(
            new HelpLightningOptions { ApiKey = sandbox.ApiKey, SiteId = sandbox.SiteId, PartnerKey = key, BaseAddress = sandbox.BaseAddress },
            primaryHandler: sandbox.CreateHandler());
        _service.Script.Enqueue(FakeKms.Error("ThrottlingException", 400, ("x-amz-retry-after", "700")));
        PartnerSigningException e = await Assert.ThrowsAsync<PartnerSigningException>(() => client.Users.GetAsync(1, Cancellation));
        Assert.Equal(TimeSpan.FromMilliseconds(700), e.RetryAfter);
        Assert.Equal(1, _service.Signatures);
        Assert.Empty(sandbox.Requests.List());
    }

    [Theory]
    [InlineData("ECC_NIST_P256", "SIGN_VERIFY", "ECDSA_SHA_256", "is a key of type ECC_NIST_P256, not RSA")]
    [InlineData("RSA_2048", "ENCRYPT_DECRYPT", "RSASSA_PKCS1_V1_5_SHA_256", "is a key for ENCRYPT_DECRYPT, not for signing")]
    [InlineData("RSA_4096", "SIGN_VERIFY", "RSASSA_PSS_SHA_256", "cannot sign with RSASSA_PKCS1_V1_5_SHA_256")]
    public async Task A_key_of_the_wrong_kind_is_not_opened(string spec, string usage, string algorithm, string says)
    {
        (_service.KeySpec, _service.KeyUsage, _service.SigningAlgorithms) = (spec, usage, [algorithm]);
        PartnerKeyException e = await Assert.ThrowsAsync<PartnerKeyException>(() => OpenAsync());
        Assert.Equal(PartnerKeyProblem.WrongAlgorithm, e.Problem);
        Assert.Equal(PartnerKeyRemedyKind.CreateKey, e.Remedy.Kind);
        Assert.Contains($"'{FakeKms.Alias}' in AWS KMS {says}.", e.Message, StringComparison.Ordinal);
        Assert.Contains("aws kms create-key --key-spec RSA_2048 --key-usage SIGN_VERIFY", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_does_not_exist_is_not_opened()
    {
        PartnerKeyException e = await Assert.ThrowsAsync<PartnerKeyException>(() => OpenAsync("alias/elsewhere"));
        Assert.Equal(PartnerKeyProblem.KeyNotFound, e.Problem);
        Assert.Contains("region", e.Remedy.Words, StringComparison.Ordinal);
    }

    public static TheoryData<string, PartnerKeyProblem, string> Lasting => new()
    {
        { "NotFoundException", PartnerKeyProblem.KeyNotFound, "has no key 'alias/help-lightning' in this account and region" },
        { "InvalidArnException", PartnerKeyProblem.KeyNotFound, "Give a key id, a key ARN, alias/NAME or an alias ARN" },
        { "ValidationException", PartnerKeyProblem.KeyNotFound, "cannot read 'alias/help-lightning'" },
        { "AccessDeniedException", PartnerKeyProblem.SigningForbidden, "Allow kms:GetPublicKey and kms:Sign" },
        { "DisabledException", PartnerKeyProblem.SigningForbidden, "aws kms enable-key" },
        { "KMSInvalidStateException", PartnerKeyProblem.SigningForbidden, "cancel-key-deletion" },
        { "InvalidKeyUsageException", PartnerKeyProblem.WrongAlgorithm, "no RSA key for signing" },
        { "UnsupportedOperationException", PartnerKeyProblem.WrongAlgorithm, "no RSA key for signing" },
        { "UnrecognizedClientException", PartnerKeyProblem.SigningForbidden, "does not accept the AWS credentials" },
        { "ExpiredTokenException", PartnerKeyProblem.SigningForbidden, "compare this machine's clock" },
        { "SomethingNewException", PartnerKeyProblem.DeviceFailed, "refused 'alias/help-lightning' with status 400" },
    };

    [Theory]
    [MemberData(nameof(Lasting))]
    public async Task What_somebody_has_to_mend_is_named_with_its_remedy(string type, PartnerKeyProblem problem, string says)
    {
        _service.Script.Enqueue(FakeKms.Error(type));
        PartnerKeyException opening = await Assert.ThrowsAsync<PartnerKeyException>(() => OpenAsync());
        Assert.Equal(problem, opening.Problem);
        Assert.Contains(says, opening.Message, StringComparison.Ordinal);
        Assert.Contains($"({type})", opening.Message, StringComparison.Ordinal);

        using AwsKmsPartnerKey key = await OpenAsync();
        _service.Script.Enqueue(FakeKms.Error(type));
        PartnerSigningException signing = await SigningFailsAsync(key);
        Assert.Contains(says, signing.Message, StringComparison.Ordinal);
        Assert.Contains($"({type})", signing.Message, StringComparison.Ordinal);
        Assert.Contains("No token was made", signing.Message, StringComparison.Ordinal);
        Assert.Equal(key.Thumbprint, signing.Thumbprint);
        Assert.Null(signing.RetryAfter);
        Assert.All([opening.Message, signing.Message], static message => Assert.DoesNotContain("somebody", message, StringComparison.Ordinal));
        if (type == "AccessDeniedException")
        {
            Assert.Contains("lack kms:GetPublicKey for", opening.Message, StringComparison.Ordinal);
            Assert.Contains("lack kms:Sign for", signing.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("KMSInternalException", 500)]
    [InlineData("DependencyTimeoutException", 503)]
    [InlineData("KeyUnavailableException", 500)]
    [InlineData("SomethingNewException", 502)]
    public async Task What_may_pass_by_itself_is_no_fault_of_the_key(string type, int status)
    {
        _service.Script.Enqueue(FakeKms.Error(type, status, ("x-amz-retry-after", "250")));
        PartnerSigningException opening = await Assert.ThrowsAsync<PartnerSigningException>(() => OpenAsync());
        Assert.Contains("The key was not opened", opening.Message, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromMilliseconds(250), opening.RetryAfter);

        using AwsKmsPartnerKey key = await OpenAsync();
        _service.Script.Enqueue(FakeKms.Error(type, status));
        PartnerSigningException signing = await SigningFailsAsync(key);
        Assert.Null(signing.RetryAfter);
        Assert.IsType<AmazonKeyManagementServiceException>(signing.InnerException, exactMatch: false);
    }

    [Theory]
    [InlineData("ThrottlingException", null, null, null)]
    [InlineData("LimitExceededException", null, null, null)]
    [InlineData("ThrottlingException", "x-amz-retry-after", "1500", 1500)]
    [InlineData("ThrottlingException", "Retry-After", "2", 2000)]
    [InlineData("ThrottlingException", "x-amz-retry-after", "soon", null)]
    public async Task Throttling_says_so_five_times_and_then_there_is_a_token(string type, string? header, string? value, int? milliseconds)
    {
        using AwsKmsPartnerKey key = await OpenAsync();
        PartnerTokenSigner signer = new(key, Site);
        for (int i = 0; i < 5; i++)
        {
            _service.Script.Enqueue(FakeKms.Error(type, 400, header is null ? [] : [(header, value!)]));
            PartnerSigningException e = await SigningFailsAsync(key);
            Assert.Contains("AWS KMS is asked too often", e.Message, StringComparison.Ordinal);
            Assert.Equal(milliseconds, (int?)e.RetryAfter?.TotalMilliseconds);
        }

        Assert.True(new PartnerTokenVerifier(Site, [key.PublicKey]).Verify((await signer.SignAsync(Cancellation)).Reveal()).IsValid);
        Assert.Equal(6, _service.Signatures);
    }

    [Fact]
    public async Task Throttling_that_the_SDK_repeats_away_is_not_seen()
    {
        using AmazonKeyManagementServiceClient kms = _service.Client(retries: 2);
        using AwsKmsPartnerKey key = await AwsKmsPartnerKey.OpenAsync(kms, FakeKms.Alias, cancellationToken: Cancellation);
        _service.Script.Enqueue(FakeKms.Error("ThrottlingException"));
        await new PartnerTokenSigner(key, Site).SignAsync(Cancellation);
        Assert.Equal(2, _service.Signatures);
    }

    [Fact]
    public async Task Too_many_requests_without_a_code_is_throttling_too()
    {
        using AwsKmsPartnerKey key = await OpenAsync();
        _service.Script.Enqueue(new FakeAnswer(429, "", ("Retry-After", "3")));
        PartnerSigningException e = await SigningFailsAsync(key);
        Assert.Equal(TimeSpan.FromSeconds(3), e.RetryAfter);
        Assert.Contains("asks to wait 3 s", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_is_not_there_may_be_there_later()
    {
        using AwsKmsPartnerKey key = await OpenAsync();
        await _service.DisposeAsync();
        PartnerSigningException signing = await SigningFailsAsync(key);
        Assert.Contains("AWS KMS did not answer", signing.Message, StringComparison.Ordinal);
        Assert.NotNull(signing.InnerException);
        PartnerSigningException opening = await Assert.ThrowsAsync<PartnerSigningException>(() => OpenAsync());
        Assert.Contains("credentials, its region and the network", opening.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_that_cannot_be_found_are_no_answer_of_the_service()
    {
        using AmazonKeyManagementServiceClient kms = new(new MissingCredentials(), new AmazonKeyManagementServiceConfig { ServiceURL = $"{_service.Address}", MaxErrorRetry = 0 });
        PartnerSigningException e = await Assert.ThrowsAsync<PartnerSigningException>(() => AwsKmsPartnerKey.OpenAsync(kms, FakeKms.Alias, cancellationToken: Cancellation));
        Assert.Contains("AWS KMS did not answer", e.Message, StringComparison.Ordinal);
        Assert.Contains("Look at its credentials", e.Message, StringComparison.Ordinal);
        Assert.Empty(_service.Requests);
    }

    [Fact]
    public async Task The_SDKs_own_time_limit_is_a_failure_and_no_cancellation()
    {
        using AmazonKeyManagementServiceClient kms = _service.Client(timeout: TimeSpan.FromMilliseconds(200));
        _service.MayAnswer = Task.Delay(Timeout.Infinite, Cancellation);
        PartnerSigningException e = await Assert.ThrowsAsync<PartnerSigningException>(
            () => AwsKmsPartnerKey.OpenAsync(kms, FakeKms.Alias, cancellationToken: Cancellation));
        Assert.Contains("AWS KMS did not answer", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Giving_up_is_a_cancellation_and_frees_the_place()
    {
        using AwsKmsPartnerKey key = await OpenAsync(options: new AwsKmsPartnerKeyOptions { MaxConcurrency = 1 });
        using CancellationTokenSource patience = new();
        TaskCompletionSource mayAnswer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _service.MayAnswer = mayAnswer.Task;
        Task<PartnerToken> underWay = new PartnerTokenSigner(key, Site).SignAsync(patience.Token).AsTask();
        Task<PartnerToken> waiting = new PartnerTokenSigner(key, Site).SignAsync(patience.Token).AsTask();
        await Eventually.HoldsAsync(() => _service.UnderWay == 1);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => underWay);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        mayAnswer.SetResult();
        await new PartnerTokenSigner(key, Site).SignAsync(Cancellation);

        using CancellationTokenSource none = new();
        await none.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AwsKmsPartnerKey.OpenAsync(_kms, FakeKms.Alias, cancellationToken: none.Token));
    }

    [Fact]
    public async Task A_hundred_at_once_are_three_at_a_time_to_the_service()
    {
        using AwsKmsPartnerKey key = await OpenAsync(options: new AwsKmsPartnerKeyOptions { MaxConcurrency = 3 });
        TaskCompletionSource mayAnswer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _service.MayAnswer = mayAnswer.Task;
        PartnerTokenSigner signer = new(key, Site);
        Task<PartnerToken>[] signatures = [.. Enumerable.Range(0, 100).Select(_ => signer.SignAsync(Cancellation).AsTask())];
        await Eventually.HoldsAsync(() => _service.UnderWay == 3);
        mayAnswer.SetResult();
        await Task.WhenAll(signatures);
        Assert.Equal(3, _service.MostUnderWay);
        Assert.Equal(100, _service.Signatures);
    }

    [Fact]
    public async Task The_signature_of_another_key_makes_no_token()
    {
        using AwsKmsPartnerKey key = await OpenAsync();
        _service.SigningKey = TestKeys.OtherKey;
        Assert.Contains("its public half does not verify", (await SigningFailsAsync(key)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_alias_that_was_pointed_at_another_key_is_named()
    {
        using AwsKmsPartnerKey key = await OpenAsync();
        (_service.SigningKey, _service.KeyArn) = (TestKeys.OtherKey, FakeKms.Arn[..^1] + "c");
        PartnerSigningException e = await SigningFailsAsync(key);
        Assert.Contains($"'{FakeKms.Alias}' leads to {FakeKms.Arn[..^1]}c now", e.Message, StringComparison.Ordinal);
        Assert.Contains("Open the key anew", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_arguments_are_refused_before_anything_is_asked()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => OpenAsync(" "));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => OpenAsync(options: new AwsKmsPartnerKeyOptions { MaxConcurrency = 0 }));
        Assert.Empty(_service.Requests);
    }

    [Fact]
    public async Task A_key_that_was_disposed_signs_no_more_and_leaves_the_client_alone()
    {
        AwsKmsPartnerKey key = await OpenAsync();
        key.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await new PartnerTokenSigner(key, Site).SignAsync(Cancellation));
        (await OpenAsync()).Dispose();
    }

    private static Task<PartnerSigningException> SigningFailsAsync(AwsKmsPartnerKey key) =>
        Assert.ThrowsAsync<PartnerSigningException>(async () => await new PartnerTokenSigner(key, Site).SignAsync(Cancellation));

    private Task<AwsKmsPartnerKey> OpenAsync(string keyId = FakeKms.Alias, AwsKmsPartnerKeyOptions? options = null) =>
        AwsKmsPartnerKey.OpenAsync(_kms, keyId, options, Cancellation);

    /// <summary>As those of a machine in EC2 fail: with the SDK's exception for answers, though there is none.</summary>
    private sealed class MissingCredentials : AWSCredentials
    {
        public override ImmutableCredentials GetCredentials() =>
            throw new AmazonServiceException("Unable to get IAM security credentials from EC2 Instance Metadata Service.");
    }
}
