using HelpLightning.PartnerKeys;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace HelpLightning.Client.Tests;

/// <summary>A URI where a key file belongs: what opens it, and when it is opened again.</summary>
public sealed class KeyUriTests
{
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_opened_once_and_again_when_a_token_is_refused_or_none_is_signed()
    {
        Hardware hardware = new(TestClient.Key);
        await using ScriptedServer server = new(request =>
            VerifierOf(hardware.Wanted).Verify(request.Headers("Authorization")[0]).IsValid ? Reply.Json("""{"id":1}""") : Reply.Json("{}", 401));
        using (HelpLightningClient client = HelpLightningClient.Create(Options(server, hardware)))
        {
            for (int i = 0; i < 3; i++)
            {
                await client.Users.GetAsync(1, Cancellation);
                _clock.Advance(TimeSpan.FromSeconds(10));
            }

            Assert.Equal(1, hardware.Opened);

            // Refused, and another key is there under the same name.
            hardware.Holds = hardware.Wanted = ReloadingClient.OtherKey;
            await client.Users.GetAsync(1, Cancellation);
            Assert.Equal(2, hardware.Opened);

            // Refused for another reason: looked at again, but not at each call.
            hardware.Wanted = TestClient.Key;
            await Assert.ThrowsAsync<HelpLightningAuthenticationException>(() => client.Users.GetAsync(1, Cancellation));
            await Assert.ThrowsAsync<HelpLightningAuthenticationException>(() => client.Users.GetAsync(1, Cancellation));
            Assert.InRange(hardware.Opened, 2, 3);

            // Does not sign any more, because it was replaced.
            _clock.Advance(TimeSpan.FromSeconds(10));
            hardware.Fails = true;
            hardware.Holds = TestClient.Key;
            await client.Users.GetAsync(1, Cancellation);

            // Cannot be opened either: the failure to sign is what the caller is told.
            _clock.Advance(TimeSpan.FromSeconds(10));
            hardware.Fails = true;
            hardware.IsGone = true;
            await Assert.ThrowsAsync<PartnerSigningException>(() => client.Users.GetAsync(1, Cancellation));
            hardware.Fails = hardware.IsGone = false;
            await client.Users.GetAsync(1, Cancellation);
        }

        Assert.Equal(hardware.Opened, hardware.Closed);
    }

    [Fact]
    public async Task A_scheme_that_a_container_holds_opens_the_URI_of_a_configuration()
    {
        Hardware hardware = new(TestClient.Key);
        await using ScriptedServer server = new(Reply.Json("""{"id":1}"""));
        ServiceCollection services = new();
        services.AddSingleton<PartnerKeyScheme>(hardware);
        services.AddHelpLightning(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ApiKey"] = TestClient.ApiKey,
            ["SiteId"] = "54344",
            ["PartnerKeyFile"] = "hardware:partner",
            ["BaseAddress"] = server.Address,
        }).Build());
        await using ServiceProvider provider = services.BuildServiceProvider();
        await provider.GetRequiredService<HelpLightningClient>().Users.GetAsync(1, Cancellation);
        Assert.Equal("hardware:partner", hardware.LastUri);
    }

    [Fact]
    public void A_file_whose_name_begins_like_a_URI_is_given_with_its_folder()
    {
        Assert.False(PartnerKeyScheme.TryFind([new Hardware(TestClient.Key)], "./hardware:partner", out _));
        Assert.False(PartnerKeyScheme.TryFind([new Hardware(TestClient.Key)], "hardware", out _));
        Assert.False(PartnerKeyScheme.TryFind([new Hardware(TestClient.Key)], "C:\\keys\\hardware:partner", out _));
        Assert.True(PartnerKeyScheme.TryFind([new Hardware(TestClient.Key)], "HARDWARE:partner", out _));
    }

    [Fact]
    public async Task The_passphrase_comes_from_the_first_line_of_a_file_and_is_read_again_with_the_key()
    {
        string folder = Directory.CreateTempSubdirectory("hl-keys-").FullName;
        try
        {
            (string file, string passphraseFile) = (Path.Combine(folder, "key.pem"), Path.Combine(folder, "passphrase"));
            TestClient.Key.WritePemFile(file, passphrase: "first");
            await File.WriteAllTextAsync(passphraseFile, "first\nnot this", Cancellation);
            await using ScriptedServer server = new(Reply.Json("""{"id":1}"""));
            HelpLightningOptions options = Options(server, new Hardware(TestClient.Key));
            (options.PartnerKeyFile, options.PartnerKeyPassphraseFile) = (file, passphraseFile);
            using HelpLightningClient client = HelpLightningClient.Create(options);
            await client.Users.GetAsync(1, Cancellation);
            await File.WriteAllTextAsync(passphraseFile, "\ufeffsecond\r\n", Cancellation);
            ReloadingClient.OtherKey.WritePemFile(file, overwrite: true, passphrase: "second");
            _clock.Advance(TimeSpan.FromSeconds(5));
            await client.Users.GetAsync(1, Cancellation);
            Assert.True(VerifierOf(ReloadingClient.OtherKey).Verify(server.Seen()[^1].Headers("Authorization")[0]).IsValid);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_passphrase_file_that_cannot_be_read_is_said_without_its_name()
    {
        HelpLightningOptions options = TestClient.Options("http://127.0.0.1:1");
        (options.PartnerKey, options.PartnerKeyFile, options.PartnerKeyPassphraseFile) = (null, "key.pem", "my-secret-words");
        PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => HelpLightningClient.Create(options));
        Assert.Equal(PartnerKeyProblem.PassphraseMissing, e.Problem);
        Assert.Contains("PartnerKeyPassphraseFile", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("my-secret-words", e.ToString(), StringComparison.Ordinal);
    }

    private PartnerTokenVerifier VerifierOf(PartnerKey key) =>
        new(new SiteId(54344), [key.PublicKey], new PartnerTokenVerifierOptions { TimeProvider = _clock, ExpiryTolerance = TimeSpan.FromHours(1) });

    private HelpLightningOptions Options(ScriptedServer server, Hardware hardware)
    {
        HelpLightningOptions options = TestClient.Options(server.Address);
        (options.PartnerKey, options.PartnerKeyFile, options.TimeProvider) = (null, "hardware:partner", _clock);
        options.PartnerKeySchemes = [hardware];
        return options;
    }

    /// <summary>Hardware that holds one key, which can be changed, break, or be gone.</summary>
    private sealed class Hardware(PartnerKey holds) : PartnerKeyScheme
    {
        public override string Name => "hardware";

        public PartnerKey Holds { get; set; } = holds;

        public PartnerKey Wanted { get; set; } = holds;

        /// <summary>Does not sign until it is opened anew.</summary>
        public bool Fails { get; set; }

        public bool IsGone { get; set; }

        public int Opened { get; private set; }

        public int Closed { get; private set; }

        public string? LastUri { get; private set; }

        public override PartnerSigningKey Open(string uri)
        {
            LastUri = uri;
            if (IsGone)
            {
                throw new PartnerKeyException(
                    PartnerKeyProblem.TokenNotFound, "It is gone.", new PartnerKeyRemedy(PartnerKeyRemedyKind.Advice, "Plug it in"));
            }

            Opened++;
            Fails = false;
            return new Opening(this, Holds);
        }

        private sealed class Opening(Hardware hardware, PartnerKey key) : PartnerSigningKey
        {
            public override PartnerPublicKey PublicKey => key.PublicKey;

            public override bool SignsAtOnce => true;

            public override bool TrySignHash(ReadOnlySpan<byte> hash, Span<byte> destination, out int bytesWritten)
            {
                bytesWritten = 0;
                return !hardware.Fails && key.TrySignHash(hash, destination, out bytesWritten);
            }

            public override ValueTask<ReadOnlyMemory<byte>> SignHashAsync(ReadOnlyMemory<byte> hash, CancellationToken cancellationToken = default)
            {
                byte[] signature = new byte[SignatureLength];
                return TrySignHash(hash.Span, signature, out _)
                    ? new ValueTask<ReadOnlyMemory<byte>>(signature)
                    : throw new PartnerSigningException("It does not sign.", Thumbprint);
            }

            protected override void Dispose(bool disposing)
            {
                hardware.Closed++;
                base.Dispose(disposing);
            }
        }
    }
}
