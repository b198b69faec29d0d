using System.Security.Cryptography;
using HelpLightning.PartnerKeys.Tests.Keys;

namespace HelpLightning.PartnerKeys.Tests.Tokens;

/// <summary>Keys that are not ours: whatever they do, there is a right token or an exception that names the key.</summary>
public sealed class SigningKeyTests
{
    private static readonly PartnerTokenSignerOptions AtForgeTime = new() { TimeProvider = Forge.Clock };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_that_answers_late_makes_the_same_token_as_a_local_one()
    {
        TaskCompletionSource isAsked = new();
        TaskCompletionSource mayAnswer = new();
        RemoteKey key = new(async (hash, _) =>
        {
            isAsked.SetResult();
            await mayAnswer.Task;
            return RemoteKey.RightSignature(hash);
        });
        ValueTask<PartnerToken> signing = new PartnerTokenSigner(key, Forge.Site, AtForgeTime).SignAsync(Cancellation);
        await isAsked.Task;
        Assert.False(signing.IsCompleted);
        mayAnswer.SetResult();
        PartnerToken token = await signing;
        Assert.Equal(new PartnerTokenSigner(TestKeys.Key, Forge.Site, AtForgeTime).Sign(), token);
    }

    [Fact]
    public async Task A_local_key_signs_at_once_either_way()
    {
        PartnerTokenSigner signer = new(TestKeys.Key, Forge.Site, AtForgeTime);
        ValueTask<PartnerToken> signing = signer.SignAsync(Cancellation);
        Assert.True(signing.IsCompletedSuccessfully);
        Assert.Equal(signer.Sign(), await signing);
        byte[] hash = SHA256.HashData("x"u8);
        Assert.Equal(RemoteKey.RightSignature(hash), (await TestKeys.Key.SignHashAsync(hash, Cancellation)).ToArray());
    }

    [Fact]
    public void A_key_that_takes_its_time_is_not_waited_for_by_blocking()
    {
        PartnerTokenSigner signer = new(new RemoteKey((_, _) => throw new InvalidOperationException("not to be asked")), Forge.Site);
        NotSupportedException e = Assert.Throws<NotSupportedException>(() => signer.Sign());
        Assert.Contains("SignAsync", e.Message, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => signer.TrySign(new byte[signer.MaxTokenLength], out _));
    }

    public static TheoryData<string, Func<ReadOnlyMemory<byte>, byte[]>> WrongSignatures() => new()
    {
        { "nothing", _ => [] },
        { "too short", hash => RemoteKey.RightSignature(hash)[1..] },
        { "too long", hash => [.. RemoteKey.RightSignature(hash), 0] },
        { "zeros", _ => new byte[256] },
        { "noise", _ => RandomNumberGenerator.GetBytes(256) },
        { "of another hash", _ => RemoteKey.RightSignature(SHA256.HashData("something else"u8)) },
        { "of another key", hash => RemoteKey.RightSignature(hash, TestKeys.OtherKey) },
        { "little-endian", hash => [.. RemoteKey.RightSignature(hash).Reverse()] },
        { "PSS", SignWithPss },
    };

    [Theory]
    [MemberData(nameof(WrongSignatures), DisableDiscoveryEnumeration = true)]
    public async Task A_signature_that_is_none_makes_no_token(string what, Func<ReadOnlyMemory<byte>, byte[]> wrong)
    {
        PartnerTokenSigner remote = new(new RemoteKey((hash, _) => new ValueTask<ReadOnlyMemory<byte>>(wrong(hash))), Forge.Site);
        PartnerSigningException e = await Assert.ThrowsAsync<PartnerSigningException>(() => remote.SignAsync(Cancellation).AsTask());
        Assert.Equal(TestKeys.Thumbprint, e.Thumbprint);
        Assert.Contains(TestKeys.Thumbprint, e.Message, StringComparison.Ordinal);
        Assert.Contains("No token was made", e.Message, StringComparison.Ordinal);

        using PartnerKey foreign = PartnerKey.FromRsa(new CarelessRsa((hash, destination) =>
        {
            byte[] signature = wrong(hash.ToArray());
            signature.AsSpan(0, Math.Min(signature.Length, destination.Length)).CopyTo(destination);
            return (true, signature.Length);
        }));
        Assert.True(Assert.Throws<PartnerSigningException>(() => new PartnerTokenSigner(foreign, Forge.Site).Sign()).Thumbprint == TestKeys.Thumbprint, what);
    }

    [Fact]
    public void An_RSA_object_that_returns_false_makes_no_token()
    {
        using PartnerKey key = PartnerKey.FromRsa(new CarelessRsa((_, _) => (false, 0)));
        PartnerTokenSigner signer = new(key, Forge.Site);
        Assert.Contains("did not sign", Assert.Throws<PartnerSigningException>(() => signer.Sign()).Message, StringComparison.Ordinal);
        Assert.Throws<PartnerSigningException>(() => signer.TrySign(new byte[signer.MaxTokenLength], out _));
    }

    [Fact]
    public async Task What_a_device_throws_is_told_as_the_key_that_did_not_sign()
    {
        CryptographicException cause = new("The PIN is locked.");
        using PartnerKey device = PartnerKey.FromRsa(new DeviceRsa(TestKeys.Pkcs8) { Meanwhile = () => throw cause });
        PartnerSigningException e = Assert.Throws<PartnerSigningException>(() => new PartnerTokenSigner(device, Forge.Site).Sign());
        Assert.Same(cause, e.InnerException);
        PartnerTokenSigner remote = new(new RemoteKey((_, _) => throw cause), Forge.Site);
        Assert.Same(cause, (await Assert.ThrowsAsync<PartnerSigningException>(() => remote.SignAsync(Cancellation).AsTask())).InnerException);
    }

    [Fact]
    public async Task What_a_key_says_itself_comes_through_as_it_is()
    {
        PartnerSigningException said = new("The key service is overloaded.") { RetryAfter = TimeSpan.FromSeconds(3) };
        PartnerTokenSigner signer = new(new RemoteKey((_, _) => throw said), Forge.Site);
        Assert.Same(said, await Assert.ThrowsAsync<PartnerSigningException>(() => signer.SignAsync(Cancellation).AsTask()));
        PartnerTokenSigner gone = new(new RemoteKey((_, _) => throw new ObjectDisposedException("hsm")), Forge.Site);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => gone.SignAsync(Cancellation).AsTask());
    }

    [Fact]
    public async Task Giving_up_the_wait_is_a_cancellation_and_not_the_keys_fault()
    {
        using CancellationTokenSource patience = new();
        RemoteKey key = new(async (_, cancellation) =>
        {
            await patience.CancelAsync();
            await Task.Delay(Timeout.Infinite, cancellation);
            return default;
        });
        PartnerTokenSigner signer = new(key, Forge.Site);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => signer.SignAsync(patience.Token).AsTask());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new PartnerTokenSigner(TestKeys.Key, Forge.Site).SignAsync(patience.Token).AsTask());
    }

    [Fact]
    public async Task A_key_that_gives_up_on_its_own_did_not_sign()
    {
        // A time limit of the key's own is no cancellation of the caller's.
        PartnerTokenSigner signer = new(new RemoteKey((_, _) => throw new TaskCanceledException("after 10 s")), Forge.Site);
        await Assert.ThrowsAsync<PartnerSigningException>(() => signer.SignAsync(Cancellation).AsTask());
    }

    [Fact]
    public void The_bytes_of_a_file_are_a_key_and_errors_name_the_file()
    {
        using PartnerKey key = PartnerKey.FromBytes(System.Text.Encoding.ASCII.GetBytes(TestKeys.Pkcs8));
        Assert.Equal(TestKeys.Thumbprint, key.Thumbprint);
        Assert.Contains("'/etc/hl/key.pem'", Assert.Throws<PartnerKeyException>(() => PartnerKey.FromBytes("hello"u8, path: "/etc/hl/key.pem")).Message, StringComparison.Ordinal);
        Assert.Contains("given bytes", Assert.Throws<PartnerKeyException>(() => PartnerKey.FromBytes("hello"u8)).Message, StringComparison.Ordinal);
    }

    private static byte[] SignWithPss(ReadOnlyMemory<byte> hash)
    {
        using RSA rsa = RSA.Create();
        rsa.ImportFromPem(TestKeys.Pkcs8);
        return rsa.SignHash(hash.ToArray(), HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
    }

    /// <summary>Somebody's own RSA object, with the public half of the test key.</summary>
    private sealed class CarelessRsa(Func<byte[], byte[], (bool IsSigned, int Length)> sign) : RSA
    {
        public override int KeySize => 2048;

        public override bool TrySignHash(
            ReadOnlySpan<byte> hash, Span<byte> destination, HashAlgorithmName hashAlgorithm, RSASignaturePadding padding, out int bytesWritten)
        {
            byte[] written = new byte[destination.Length];
            (bool isSigned, bytesWritten) = sign(hash.ToArray(), written);
            written.CopyTo(destination);
            return isSigned;
        }

        public override RSAParameters ExportParameters(bool includePrivateParameters)
        {
            using RSA rsa = Create();
            rsa.ImportFromPem(TestKeys.Pkcs8);
            return rsa.ExportParameters(includePrivateParameters: false);
        }

        public override void ImportParameters(RSAParameters parameters) => throw new NotSupportedException();
    }
}
