using CsCheck;

namespace HelpLightning.PartnerKeys.Tests.Keys;

/// <summary>However a private key is damaged: an error of ours, or a key that still is one. Never anything else.</summary>
public sealed class DamagedKeysTests
{
    private static readonly byte[] Pkcs8 = TestKeys.Der(TestKeys.Pkcs8);

    private static readonly byte[] Encrypted = TestKeys.Der(TestKeys.Text("test-2048-encrypted-aes128.pem"));

    [Theory]
    [InlineData("test-2048-pkcs8.pem", 0x01)]
    [InlineData("test-2048-pkcs8.pem", 0x80)]
    [InlineData("test-2048-pkcs1.pem", 0x41)]
    [InlineData("test-2048-pkcs1.pem", 0xff)]
    public void Changing_any_byte_of_a_key_is_refused_or_harmless(string file, byte change)
    {
        byte[] der = TestKeys.Der(TestKeys.Text(file));
        for (int i = 0; i < der.Length; i++)
        {
            byte[] damaged = [.. der];
            damaged[i] ^= change;
            RequireErrorOrWorkingKey(damaged);
        }
    }

    [Fact]
    public void Changing_any_byte_before_the_ciphertext_of_an_encrypted_key_is_refused_or_harmless()
    {
        for (int i = 0; i < 120; i++)
        {
            byte[] damaged = [.. Encrypted];
            damaged[i] ^= 0x41;
            RequireErrorOrWorkingKey(damaged);
        }
    }

    [Fact]
    public void Changing_the_ciphertext_of_an_encrypted_key_is_refused_or_harmless()
    {
        for (int i = 120; i < Encrypted.Length; i += 16)
        {
            byte[] damaged = [.. Encrypted];
            damaged[i] ^= 0x41;
            RequireErrorOrWorkingKey(damaged);
        }
    }

    [Theory]
    [InlineData("test-2048-pkcs8.pem")]
    [InlineData("test-2048-pkcs1.pem")]
    [InlineData("test-2048-encrypted-aes128.pem")]
    [InlineData("test-2048-encrypted-pbes1-3des.pem")]
    public void DER_cut_at_any_length_is_said_to_be_cut_off(string file)
    {
        byte[] der = TestKeys.Der(TestKeys.Text(file));
        for (int length = 0; length < der.Length; length++)
        {
            using MemoryStream stream = new(der[..length]);
            PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => PartnerKey.FromStream(stream, TestKeys.Passphrase));
            Assert.Equal(length switch { 0 => PartnerKeyProblem.Empty, 1 => PartnerKeyProblem.NotAKey, _ => PartnerKeyProblem.Truncated }, e.Problem);
            Secrecy.RequireNoneOf(der[..length], e);
        }
    }

    [Theory]
    [InlineData("test-2048-pkcs8.pem")]
    [InlineData("test-2048-encrypted-aes128.pem")]
    public void PEM_cut_at_any_place_is_said_to_be_cut_off(string file)
    {
        string pem = TestKeys.Text(file).TrimEnd();
        for (int length = 0; length < pem.Length; length++)
        {
            PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => PartnerKey.FromText(pem.AsSpan(0, length), TestKeys.Passphrase));
            Assert.Equal(length switch { 0 => PartnerKeyProblem.Empty, < 12 => PartnerKeyProblem.NotAKey, _ => PartnerKeyProblem.Truncated }, e.Problem);
        }
    }

    [Fact]
    public void PEM_that_lacks_its_beginning_is_said_to_be_cut_off()
    {
        int end = TestKeys.Pkcs8.IndexOf("-----END ", StringComparison.Ordinal);
        for (int start = 1; start <= end; start++)
        {
            PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => PartnerKey.FromText(TestKeys.Pkcs8.AsSpan(start)));
            Assert.Equal(PartnerKeyProblem.Truncated, e.Problem);
        }
    }

    [Fact]
    public void Bare_base64_cut_at_any_length_is_said_to_be_cut_off()
    {
        string base64 = TestKeys.Base64(TestKeys.Pkcs8);

        // What lacks its padding alone is whole.
        for (int length = 64; length < base64.TrimEnd('=').Length; length++)
        {
            PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => PartnerKey.FromText(base64.AsSpan(0, length)));
            Assert.Equal(PartnerKeyProblem.Truncated, e.Problem);
        }
    }

    [Fact]
    public void A_line_missing_twice_or_at_the_wrong_place_is_refused()
    {
        string[] lines = TestKeys.Pkcs8.TrimEnd().Split('\n');
        for (int i = 1; i < lines.Length - 2; i++)
        {
            string[][] damages =
            [
                [.. lines[..i], .. lines[(i + 1)..]],
                [.. lines[..i], lines[i], .. lines[i..]],
                [.. lines[..i], lines[i + 1], lines[i], .. lines[(i + 2)..]],
            ];
            foreach (string[] damaged in damages)
            {
                PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => PartnerKey.FromText(string.Join('\n', damaged)));
                Assert.True(e.Problem is PartnerKeyProblem.Truncated or PartnerKeyProblem.Corrupt, e.Message);
                Secrecy.RequireNoneOf(TestKeys.Pkcs8, e);
            }
        }
    }

    [Fact]
    public void Changing_a_character_of_a_PEM_is_refused_or_harmless()
    {
        for (int i = 0; i < TestKeys.Pkcs8.Length; i += 5)
        {
            char[] damaged = TestKeys.Pkcs8.ToCharArray();
            damaged[i] = damaged[i] == 'x' ? 'y' : 'x';
            try
            {
                using PartnerKey key = PartnerKey.FromText(damaged);
                RequireWorking(key);
            }
            catch (PartnerKeyException e)
            {
                Secrecy.RequireNoneOf(TestKeys.Pkcs8, e);
            }
        }
    }

    [Fact]
    public void Random_bytes_are_refused() => Gen.Byte.Array[0, 400].Sample(bytes =>
    {
        using MemoryStream stream = new(bytes);
        Secrecy.RequireNoneOf(bytes, Assert.Throws<PartnerKeyException>(() => PartnerKey.FromStream(stream)));
    }, iter: 1000);

    [Fact]
    public void Random_text_is_refused() => Gen.Char.Array[0, 400].Sample(
        text => Assert.IsType<PartnerKeyException>(Record.Exception(() => PartnerKey.FromText(text))), iter: 1000);

    [Fact]
    public void Random_DER_structures_are_refused() => Mutation.RandomDer.Sample(bytes =>
    {
        using MemoryStream stream = new(bytes);
        Assert.IsType<PartnerKeyException>(Record.Exception(() => PartnerKey.FromStream(stream, TestKeys.Passphrase)));
    }, iter: 3000);

    [Fact]
    public void Random_mutations_of_PKCS8_never_surprise() =>
        Mutation.Several(Pkcs8.Length).Sample(mutations => RequireErrorOrWorkingKey(Mutation.Apply(Pkcs8, mutations)), iter: 1000);

    [Fact]
    public void Random_mutations_of_the_outer_structure_never_surprise() =>
        Mutation.Several(60).Sample(mutations => RequireErrorOrWorkingKey(Mutation.Apply(Pkcs8, mutations)), iter: 1000);

    private static void RequireErrorOrWorkingKey(byte[] der)
    {
        using MemoryStream stream = new(der);
        PartnerKey key;
        try
        {
            key = PartnerKey.FromStream(stream, TestKeys.Passphrase);
        }
        catch (PartnerKeyException e)
        {
            Assert.Null(e.InnerException);
            return;
        }

        using (key)
        {
            RequireWorking(key);
        }
    }

    private static void RequireWorking(PartnerKey key)
    {
        string token = new PartnerTokenSigner(key, new SiteId(1)).Sign().Reveal();
        PartnerTokenVerdict verdict = new PartnerTokenVerifier(new SiteId(1), [key.PublicKey]).Verify(token);
        Assert.True(verdict.IsValid, $"a damaged key was accepted and signs nothing that verifies: {verdict.Message}");
    }
}
