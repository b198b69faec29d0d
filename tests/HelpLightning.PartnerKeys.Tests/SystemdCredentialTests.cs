namespace HelpLightning.PartnerKeys.Tests;

/// <summary>Secrets that systemd hands over: <c>credential:NAME</c>.</summary>
public sealed class SystemdCredentialTests : IDisposable
{
    private const string Variable = "CREDENTIALS_DIRECTORY";

    private readonly string _folder = Directory.CreateTempSubdirectory("hl-credentials-").FullName;

    public SystemdCredentialTests() => Environment.SetEnvironmentVariable(Variable, _folder);

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, null);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_key_is_read_from_the_directory_that_systemd_names()
    {
        using PartnerKey key = PartnerKey.Create();
        key.WritePemFile(Path.Combine(_folder, "partner-key"), passphrase: "words");
        using PartnerKey read = PartnerKey.FromFile("credential:partner-key", "words");
        Assert.Equal(key.Thumbprint, read.Thumbprint);
        Assert.Empty(read.Warnings);
    }

    [Fact]
    public void A_path_stays_as_it_is()
    {
        Assert.Equal("./credential:partner-key", SystemdCredential.PathOf("./credential:partner-key"));
        Assert.False(SystemdCredential.IsOne("/etc/key.pem"));
        Assert.False(SystemdCredential.IsOne(null));
    }

    [Theory]
    [InlineData("credential:")]
    [InlineData("credential:../../etc/shadow")]
    [InlineData("credential:..")]
    [InlineData("credential:a/b")]
    public void A_name_that_leads_elsewhere_is_refused(string text)
    {
        PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => SystemdCredential.PathOf(text));
        Assert.Equal(PartnerKeyProblem.UriUnusable, e.Problem);
        Assert.Contains("LoadCredential=", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_systemd_the_error_says_what_the_unit_needs()
    {
        Environment.SetEnvironmentVariable(Variable, null);
        PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => PartnerKey.FromFile("credential:partner-key"));
        Assert.Equal(PartnerKeyProblem.VariableNotSet, e.Problem);
        Assert.Contains("LoadCredential=partner-key:", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_credential_that_is_not_there_is_named_by_its_whole_path()
    {
        PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => PartnerKey.FromFile("credential:partner-key"));
        Assert.Equal(PartnerKeyProblem.NotFound, e.Problem);
        Assert.Contains(_folder, e.Message, StringComparison.Ordinal);
    }
}
