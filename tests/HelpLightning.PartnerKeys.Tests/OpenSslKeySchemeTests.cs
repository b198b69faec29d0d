namespace HelpLightning.PartnerKeys.Tests;

/// <summary><c>openssl-provider:</c> and <c>openssl-engine:</c>: the URIs, and what OpenSSL says when it has no such thing.</summary>
public sealed class OpenSslKeySchemeTests
{
    [Theory]
    [InlineData("openssl-provider:")]
    [InlineData("openssl-provider:tpm2")]
    [InlineData("openssl-provider:tpm2:")]
    [InlineData("openssl-provider::handle:0x81000001")]
    [InlineData("openssl-engine:pkcs11")]
    public void A_URI_without_a_module_or_a_key_is_refused_with_an_example(string uri)
    {
        PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => Open(uri));
        Assert.Equal(PartnerKeyProblem.UriUnusable, e.Problem);
        Assert.Contains(uri.Split(':')[0] + ":", e.Remedy.Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("openssl-provider:no-such-provider:key", "provider")]
    [InlineData("openssl-engine:no-such-engine:key", "engine")]
    public void What_OpenSSL_does_not_have_is_said_with_how_to_ask_OpenSSL_itself(string uri, string what)
    {
        PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => Open(uri));
        Assert.Equal(PartnerKeyProblem.ModuleUnusable, e.Problem);
        Assert.Contains(what, e.Finding, StringComparison.Ordinal);
        Assert.Contains(OperatingSystem.IsLinux() ? "openssl pkey" : "Linux", e.Remedy.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void What_follows_the_scheme_is_not_shown() =>
        Assert.All(
            PartnerKeyScheme.BuiltIn,
            static scheme => Assert.Equal($"{scheme.Name}:...", scheme.Show($"{scheme.Name}:pkcs11:pkcs11:token=hl?pin-value=1234")));

    private static PartnerSigningKey Open(string uri) =>
        PartnerKeyScheme.TryFind(PartnerKeyScheme.BuiltIn, uri, out PartnerKeyScheme? scheme)
            ? scheme.Open(uri)
            : throw new InvalidOperationException("No scheme opens this.");
}
