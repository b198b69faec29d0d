using HelpLightning.PartnerKeys;

namespace HelpLightning.Pkcs11.Tests;

/// <summary>Keys on tokens of SoftHSM2.</summary>
[Collection(SoftHsmGroup.Name)]
public sealed class SoftHsmTests(SoftHsm hsm)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("test-2048-pkcs8.pem")]
    [InlineData("test-4096-pkcs8.pem")]
    public async Task An_imported_key_is_the_one_of_the_file_and_signs_as_it(string file)
    {
        await SoftHsm.RequireAsync();
        await Peer.RequirePyJwtAsync();
        string token = $"imported {file[5..9]}";
        await hsm.NewTokenAsync(token);
        await hsm.ImportAsync(token, file, "partner", "0a0b");
        using PartnerKey local = TestKeys.Read(file);
        using Pkcs11Key key = Pkcs11Key.Open(hsm.Uri($"token={token.Replace(" ", "%20", StringComparison.Ordinal)};object=partner;id=%0a%0B;type=private"));
        Assert.Equal(local.Thumbprint, key.Thumbprint);
        Assert.Equal("CKM_RSA_PKCS", key.Facts.Mechanism);
        Assert.Equal(token, key.Facts.TokenLabel);
        Assert.Empty(key.Warnings);
        TestKeys.RequireSigns(key, local.PublicKey);

        // RS256 is deterministic: the same bytes, whoever signs.
        byte[] hash = System.Security.Cryptography.SHA256.HashData("x"u8);
        Assert.Equal((await local.SignHashAsync(hash, Cancellation)).ToArray(), (await key.SignHashAsync(hash, Cancellation)).ToArray());
        byte[] signature = new byte[key.SignatureLength];
        Assert.True(key.TrySignData("x"u8, signature, out int length));
        Assert.Equal((await local.SignHashAsync(hash, Cancellation)).ToArray(), signature[..length]);
        Assert.False(key.TrySignHash(hash, signature.AsSpan(1), out _));

        string publicFile = Path.Combine(hsm.Folder, $"{local.Thumbprint}.pem");
        await File.WriteAllTextAsync(publicFile, key.PublicKey.ToPem(), Cancellation);
        PeerResult peer = await Peer.RunWithAsync(
            Peer.Python, new PartnerTokenSigner(key, TestKeys.Site).Sign().Reveal(), null, Peer.Script("pyjwt_verify.py"), publicFile);
        Assert.Equal("Partner:54344", peer.RequireSuccess());
    }

    [Theory]
    [InlineData(2048)]
    [InlineData(4096)]
    public async Task A_pair_is_made_on_the_token_and_cannot_be_taken_out(int bits)
    {
        await SoftHsm.RequireAsync();
        await Peer.RequireAsync("opensc-tool", "--version");
        string token = $"made-{bits}";
        await hsm.NewTokenAsync(token);
        string thumbprint;
        string? id;
        using (Pkcs11Key made = Pkcs11Key.Create(hsm.Uri($"token={token};object=partner"), bits))
        {
            Assert.Equal(bits, made.PublicKey.KeySizeInBits);
            TestKeys.RequireSigns(made);
            thumbprint = made.Thumbprint;
            id = made.Id;
        }

        Assert.NotNull(id);
        using Pkcs11Key opened = Pkcs11Key.Open(hsm.Uri($"token={token};id={id}"));
        Assert.Equal(thumbprint, opened.Thumbprint);
        string listed = await hsm.ToolAsync("--token-label", token, "--login", "--pin", SoftHsm.Pin, "--list-objects", "--type", "privkey");
        Assert.Contains("sensitive, always sensitive, never extractable, local", listed, StringComparison.Ordinal);
        Assert.Contains("partner", listed, StringComparison.Ordinal);

        PartnerKeyException again = Assert.Throws<PartnerKeyException>(() => Pkcs11Key.Create(hsm.Uri($"token={token};object=partner")));
        Assert.Contains("has the key 'partner'", again.Message, StringComparison.Ordinal);
        Assert.Contains("not changed", again.Message, StringComparison.Ordinal);
        again = Assert.Throws<PartnerKeyException>(() => Pkcs11Key.Create(hsm.Uri($"token={token};object=other;id={id}")));
        Assert.Equal(PartnerKeyProblem.SeveralKeys, again.Problem);
    }

    [Fact]
    public async Task Errors_say_what_there_is_instead()
    {
        await SoftHsm.RequireAsync();
        await hsm.NewTokenAsync("errors");
        await hsm.ImportAsync("errors", "test-2048-pkcs8.pem", "partner", "01");
        await hsm.ImportAsync("errors", "test-other-2048-pkcs8.pem", "partner", "02");

        Refuses(PartnerKeyProblem.TokenNotFound, hsm.Uri("token=error;object=partner"), "'error'", "' (serial ");
        Refuses(PartnerKeyProblem.TokenNotFound, hsm.Uri("object=partner;model=none"), "' (serial ");
        Refuses(PartnerKeyProblem.KeyNotFound, hsm.Uri("token=errors;object=partners"), "label 'partners'", "'partner' (id=%01)", "'partner' (id=%02)");
        Refuses(PartnerKeyProblem.KeyNotFound, hsm.Uri("token=errors;id=%03"), "id=%03", "'partner' (id=%01)");
        Refuses(PartnerKeyProblem.KeyNotFound, hsm.Uri("token=errors;object=partner"), "means 2 keys", "id=%02");
        Refuses(PartnerKeyProblem.PinMissing, hsm.Uri("token=errors;id=%01", pin: null), "wants a PIN", "pin-source");
        Refuses(PartnerKeyProblem.PinMissing, $"{hsm.Uri("token=errors;id=%01", pin: null)}&pin-souce=/x", "'pin-souce'");
        Refuses(PartnerKeyProblem.PinMissing, $"{hsm.Uri("token=errors;id=%01", pin: null)}&pin-source=/no/such/file", "no file /no/such/file");
        Refuses(PartnerKeyProblem.PinMissing, hsm.Uri("token=errors;id=%01", pin: ""), "is empty");
        Refuses(PartnerKeyProblem.ModuleUnusable, hsm.Uri("token=errors;id=%01;library-version=1.0"), "'Implementation of PKCS11' 2.6");
        string wrong = hsm.Uri("token=errors;id=%01", pin: "4321");
        Refuses(PartnerKeyProblem.PinWrong, wrong, "CKR_PIN_INCORRECT", "tried once");
        Refuses(PartnerKeyProblem.PinWrong, wrong, "refused this PIN before; it was not tried again");
        using (Pkcs11Key right = Pkcs11Key.Open(hsm.Uri("token=errors;id=%01;library-version=2.6;manufacturer=SoftHSM%20project")))
        {
            TestKeys.RequireSigns(right);
        }

        using Pkcs11Key inUri = Pkcs11Key.Open($"{hsm.Uri("token=errors;id=%02", pin: null)}&pin-value={SoftHsm.Pin}");
        Assert.Equal(PartnerKeyWarningCode.PinInUri, Assert.Single(inUri.Warnings).Code);
    }

    [Fact]
    public async Task A_key_that_is_no_RSA_key_is_refused()
    {
        await SoftHsm.RequireAsync();
        await Peer.RequireAsync("opensc-tool", "--version");
        await hsm.NewTokenAsync("kinds");
        string[] login = ["--token-label", "kinds", "--login", "--pin", SoftHsm.Pin];
        await hsm.ToolAsync([.. login, "--keypairgen", "--key-type", "EC:prime256v1", "--label", "curve", "--id", "01"]);
        Refuses(PartnerKeyProblem.WrongAlgorithm, hsm.Uri("token=kinds;object=curve"), "is no RSA key");
    }

    [Fact]
    public async Task Disposing_while_others_sign_leaves_nothing_open()
    {
        await SoftHsm.RequireAsync();
        await hsm.NewTokenAsync("dispose");
        await hsm.ImportAsync("dispose", "test-2048-pkcs8.pem", "partner", "01");
        using Pkcs11Key stays = Pkcs11Key.Open(hsm.Uri("token=dispose;object=partner"));
        for (int i = 0; i < 10; i++)
        {
            Pkcs11Key goes = Pkcs11Key.Open(hsm.Uri("token=dispose;object=partner"));
            Task[] signing = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(
                () =>
                {
                    try
                    {
                        while (true)
                        {
                            TestKeys.RequireSigns(goes);
                        }
                    }
                    catch (ObjectDisposedException)
                    {
                    }
                }, Cancellation))];
            await Task.Delay(20, Cancellation);
            goes.Dispose();
            await Task.WhenAll(signing);
        }

        TestKeys.RequireSigns(stays);
        Assert.Equal(1, stays.OpenSessions);
    }

    [Fact]
    public async Task The_public_half_need_not_lie_beside_the_private_one()
    {
        await SoftHsm.RequireAsync();
        await hsm.NewTokenAsync("halves");
        await hsm.ImportAsync("halves", "test-2048-pkcs8.pem", "partner", "01");
        await Peer.RequireAsync("opensc-tool", "--version");

        // SoftHSM2's private objects tell their modulus, so that the public object may go.
        await hsm.ToolAsync("--token-label", "halves", "--login", "--pin", SoftHsm.Pin, "--delete-object", "--type", "pubkey", "--id", "01");
        using PartnerKey local = TestKeys.Read("test-2048-pkcs8.pem");
        using Pkcs11Key key = Pkcs11Key.Open(hsm.Uri("token=halves;object=partner"));
        Assert.Equal(local.Thumbprint, key.Thumbprint);
    }

    [Fact]
    public async Task A_signature_allocates_nothing()
    {
        await SoftHsm.RequireAsync();
        await hsm.NewTokenAsync("bytes");
        await hsm.ImportAsync("bytes", "test-2048-pkcs8.pem", "partner", "01");
        using Pkcs11Key key = Pkcs11Key.Open(hsm.Uri("token=bytes;object=partner"));
        byte[] hash = new byte[32];
        byte[] signature = new byte[key.SignatureLength];
        for (int i = 0; i < 50; i++)
        {
            Assert.True(key.TrySignHash(hash, signature, out _));
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 200; i++)
        {
            _ = key.TrySignHash(hash, signature, out _);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Refuses(PartnerKeyProblem problem, string uri, params string[] words)
    {
        PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => Pkcs11Key.Open(uri).Dispose());
        Assert.Equal(problem, e.Problem);
        Assert.All(words, word => Assert.Contains(word, e.Message, StringComparison.Ordinal));
    }
}
