using System.Text;

namespace HelpLightning.PartnerKeys.Tests.Keys;

/// <summary>People paste a key where its file name belongs. Even then no error repeats it.</summary>
public sealed class SecrecyTests
{
    private static readonly Dictionary<string, string> MistakenNames = new()
    {
        ["PEM"] = TestKeys.Pkcs8,
        ["PKCS#1 PEM"] = TestKeys.Pkcs1,
        ["PEM of a short key"] = TestKeys.Text("test-1024-pkcs8.pem"),
        ["encrypted PEM"] = TestKeys.Text("test-2048-encrypted-aes256.pem"),
        ["PEM in one line"] = TestKeys.Pkcs8.Replace('\n', ' '),
        ["PEM without line breaks"] = TestKeys.Pkcs8.Replace("\n", "", StringComparison.Ordinal),
        ["PEM with written line breaks"] = TestKeys.Pkcs8.Replace("\n", "\\n", StringComparison.Ordinal),
        ["PEM in quotes"] = $"\"{TestKeys.Pkcs8}\"",
        ["PEM without its BEGIN line"] = TestKeys.Pkcs8[28..],
        ["bare base64"] = TestKeys.Base64(TestKeys.Pkcs8),
        ["bare base64 of PKCS#1"] = TestKeys.Base64(TestKeys.Pkcs1),
        ["end of a bare base64"] = TestKeys.Base64(TestKeys.Pkcs8)[^300..],
        ["first line in quotes"] = $"\"{TestKeys.Pkcs8.Split('\n')[1]}\"",
        ["DER as characters"] = Encoding.Latin1.GetString(TestKeys.Der(TestKeys.Pkcs8)),
        ["EC key in PEM"] = TestKeys.Text("test-ec-sec1.pem"),
    };

    public static TheoryData<string> Names => [.. MistakenNames.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_key_given_as_its_own_file_name_is_not_repeated(string form)
    {
        PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => PartnerKey.FromFile(MistakenNames[form]));
        Assert.Equal(PartnerKeyProblem.NotFound, e.Problem);
        Assert.Contains("looks like the key itself", e.Message, StringComparison.Ordinal);
        Assert.Contains("HL_PARTNER_KEY", e.Message, StringComparison.Ordinal);
        Secrecy.RequireNoneOf(MistakenNames[form], e);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_key_given_as_the_file_name_of_its_public_half_is_not_repeated(string form) => Secrecy.RequireNoneOf(
        MistakenNames[form], Assert.Throws<PartnerKeyException>(() => PartnerPublicKey.FromFile(MistakenNames[form])));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_key_given_as_the_name_of_a_variable_is_not_repeated(string form)
    {
        PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => PartnerKey.FromEnvironmentVariable(MistakenNames[form]));
        Assert.Equal(PartnerKeyProblem.VariableNotSet, e.Problem);
        Secrecy.RequireNoneOf(MistakenNames[form], e);
    }

    [Fact]
    public void Any_single_line_of_a_key_given_as_a_file_name_is_not_repeated()
    {
        // An encrypted key begins with two lines that name its method, salt and start value, which are no secret.
        string encrypted = string.Join('\n', TestKeys.Text("test-2048-encrypted-aes256.pem").Split('\n')[3..]);
        string[] keys = [TestKeys.Pkcs8, TestKeys.Pkcs1, TestKeys.Text("test-other-2048-pkcs8.pem"), encrypted];
        string[] lines = [.. keys.SelectMany(key => key.Split('\n')).Where(line => line.Length == 64)];
        Assert.InRange(lines.Length, 90, 120);
        Assert.All(lines, line => Secrecy.RequireNoneOf(line, Assert.Throws<PartnerKeyException>(() => PartnerKey.FromFile(line))));
    }

    [Theory]
    [InlineData("/nowhere/HelpLightningPartnerKeyProduction2024")]
    [InlineData("/nowhere/HlKeyProd2024/MyKeyV2")]
    [InlineData("nowhere/Users/AnnSmith1/Documents/Projects/HelpLightning/Keys/Partner")]
    [InlineData("/nowhere/e9a2ddaf5e647623ee5cc8874b895215f80024eb0d7757af2a23b73ee8791b1c")]
    [InlineData("/nowhere/6F9619FF-8B86-D011-B42D-00CF4FC964FF/key")]
    [InlineData("/nowhere/..2024_11_24_14_10_29.1234567890/HelpLightningKey.pem")]
    [InlineData("C:/nowhere/Help Lightning/My Key (2).pem")]
    public void An_ordinary_name_is_repeated(string name)
    {
        PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => PartnerKey.FromFile(name));
        Assert.StartsWith($"File '{name}' does not exist.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_search_for_leaks_finds_one()
    {
        byte[] pem = Encoding.ASCII.GetBytes(TestKeys.Pkcs8);
        byte[] der = TestKeys.Der(TestKeys.Pkcs8);
        Assert.NotNull(Secrecy.FindLeak(pem, $"so: {TestKeys.Base64(TestKeys.Pkcs8).AsSpan(501, 12)}!"));
        Assert.NotNull(Secrecy.FindLeak(der, $"so: {TestKeys.Base64(TestKeys.Pkcs8).AsSpan(501, 12)}!"));
        Assert.NotNull(Secrecy.FindLeak(der, $"so: {System.Convert.ToHexStringLower(der).AsSpan(100, 12)}!"));
        Assert.Null(Secrecy.FindLeak(pem, "a BEGIN PRIVATE KEY line and no END PRIVATE KEY line; -----BEGIN PRIVATE KEY-----"));
    }
}
