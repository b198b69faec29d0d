using System.Diagnostics;
using System.Text;
using CsCheck;

namespace HelpLightning.PartnerKeys.Tests.Keys;

/// <summary>Whatever stands where a key belongs, in any of the forms: an error of ours, or the key; soon; and no error repeats it.</summary>
public sealed class HostileKeyTextTests
{
    private const int Limit = 64 * 1024;

    private static readonly string[] Texts =
    [
        KeyForms.Jwk(TestKeys.Key), KeyForms.Xml(TestKeys.Key), TestKeys.Text("test-2048-openssh.pem"), TestKeys.Text("test-2048-openssh-public.txt"),
        TestKeys.Text("test-2048-ssh2-public.txt"), TestKeys.Text("test-2048.ppk"), TestKeys.Text("test-gpg-private.asc"),
        Convert.ToBase64String(Encoding.UTF8.GetBytes(TestKeys.Pkcs8)), Convert.ToHexString(TestKeys.Der(TestKeys.Pkcs8)), Uri.EscapeDataString(TestKeys.Pkcs8),
    ];

    private static readonly string[] Pieces =
    [
        "-----BEGIN ", "-----END ", "PRIVATE KEY-----", "\u2014", "\\", "\\u", "\\u00", "&#", "&#x2d;", "&amp;", "%2", "%2B", "BEGIN+", "<br>", "<", "<D>", "</D>",
        "<RSAKeyValue>", "</RSAKeyValue>", "{\"kty\":\"RSA\",", "}", "\"d\":", "[", "\n> ", "\n", " ", "-", "ssh-rsa AAAAB3NzaC1yc2E", "LS0tLS1CRUdJTi", "0x", "\ud800", "\0",
    ];

    /// <summary>Longer than an honest key by far: what takes the square of its length in time is found out here.</summary>
    public static TheoryData<string> Repeated =>
    [
        "-", "END", "BEGIN ", "-----BEGIN A-----", "-----BEGIN A-----\n-----END A-----\n", "-----END PRIVATE KEY-----", "---- begin private key ----\n",
        "\\", "\\n", "\\u0", "&", "&#43;", "%2", "%2B", "<", "<br", "<br>", ">", "\n>", "<RSAKeyValue>", "<RSAKeyValue></RSAKeyValue>", "{\"kty\":", "[", "{\"kty\":\"RSA\"},",
        "ssh-rsa AAAAB3NzaC1yc2EA\n", "LS0tLS1CRUdJTi ", "A", "AAAA\n", "0", "30", "=", ":", "\u2014", "\u200b", " ", "\n", "PuTTY-User-Key-File-2: ssh-rsa\n",
    ];

    [Theory]
    [MemberData(nameof(Repeated))]
    public void A_text_of_the_longest_length_is_answered_soon(string piece)
    {
        string[] texts =
        [
            string.Concat(Enumerable.Repeat(piece, Limit / piece.Length)),
            "{\"kty\":\"RSA\",\"a\":[" + string.Concat(Enumerable.Repeat(piece, (Limit - 100) / piece.Length)),
            TestKeys.Text("test-2048-certificate.pem") + string.Concat(Enumerable.Repeat(piece, (Limit - 2000) / piece.Length)),
        ];
        Stopwatch watch = Stopwatch.StartNew();
        foreach (string text in texts)
        {
            Assert.IsType<PartnerKeyException>(Record.Exception(() => PartnerKey.FromText(text)));
            Assert.True(Record.Exception(() => PartnerPublicKey.FromText(text)) is null or PartnerKeyException);
        }

        // Each takes some milliseconds; the square of 64 Ki takes minutes.
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Numbers_of_any_length_in_an_OpenSSH_key_are_answered_soon()
    {
        byte[] huge = [.. Enumerable.Repeat((byte)0x7f, 20_000)];
        byte[] publicKey = [.. Wire("ssh-rsa"u8.ToArray()), .. Wire([1, 0, 1]), .. Wire([.. Enumerable.Repeat((byte)0x7f, 256)])];
        byte[] secret = [0, 0, 0, 1, 0, 0, 0, 1, .. Wire("ssh-rsa"u8.ToArray()), .. Wire([3]), .. Wire([3]), .. Wire(huge), .. Wire([3]), .. Wire(huge), .. Wire([5])];
        byte[] container = [.. "openssh-key-v1\0"u8, .. Wire("none"u8.ToArray()), .. Wire("none"u8.ToArray()), .. Wire([]), 0, 0, 0, 1, .. Wire(publicKey), .. Wire(secret)];
        Stopwatch watch = Stopwatch.StartNew();
        PartnerKeyException e = Assert.Throws<PartnerKeyException>(
            () => PartnerKey.FromText($"-----BEGIN OPENSSH PRIVATE KEY-----\n{Convert.ToBase64String(container)}\n-----END OPENSSH PRIVATE KEY-----\n"));
        Assert.Equal(PartnerKeyProblem.Corrupt, e.Problem);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Many_blocks_may_not_ask_for_more_rounds_together_than_one()
    {
        // Each asks for 8,388,608, which alone would be tried.
        string one = TestKeys.Text("test-2048-encrypted-20m-rounds.pem");
        byte[] der = TestKeys.Der(one);
        int at = der.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x02, 0x04, 0x01, 0x31, 0x2d, 0x00]);
        ((ReadOnlySpan<byte>)[0x00, 0x80, 0x00, 0x00]).CopyTo(der.AsSpan(at + 2));
        string block = $"-----BEGIN ENCRYPTED PRIVATE KEY-----\n{Convert.ToBase64String(der)}\n-----END ENCRYPTED PRIVATE KEY-----\n";
        PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => PartnerKey.FromText(block + block, TestKeys.Passphrase));
        Assert.Equal(PartnerKeyProblem.TooManyRounds, e.Problem);
        Assert.Contains("16,777,216 rounds", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_text_of_any_form_is_refused_or_harmless() =>
        Gen.Select(Gen.OneOf(Texts), Gen.Select(Gen.Int[0, 5000], Gen.Int[0, 60], Gen.OneOf(Pieces)).Array[1, 3]).Sample(
            static (text, changes) =>
            {
                string damaged = changes.Aggregate(text, static (t, change) =>
                {
                    int at = change.Item1 % t.Length;
                    return string.Concat(t.AsSpan(0, at), change.Item3, t.AsSpan(Math.Min(t.Length, at + change.Item2)));
                });
                RequireOurs(damaged, () => PartnerKey.FromText(damaged).Dispose());
                RequireOurs(damaged, () => PartnerPublicKey.FromText(damaged));
            }, iter: 1500);

    private static void RequireOurs(string text, Action read)
    {
        if (Record.Exception(read) is { } e)
        {
            Assert.IsType<PartnerKeyException>(e);
            Assert.DoesNotContain(TestKeys.Pkcs8[100..120], e.Message, StringComparison.Ordinal);
            Assert.InRange(e.Message.Length, 20, 600);
            Assert.NotEmpty(text);
        }
    }

    private static byte[] Wire(byte[] value) =>
        [(byte)(value.Length >> 24), (byte)(value.Length >> 16), (byte)(value.Length >> 8), (byte)value.Length, .. value];
}
