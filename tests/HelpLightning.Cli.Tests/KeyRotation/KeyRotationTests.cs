using HelpLightning.PartnerKeys;

namespace HelpLightning.Cli.Tests.KeyRotation;

/// <summary><c>hl key rotate</c>: from one key to the next, against a site that takes only one.</summary>
public sealed class KeyRotationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_prepares_and_goes_on_when_the_public_half_is_uploaded()
    {
        await using RotatingSite site = await RotatingSite.StartAsync();
        string before = await File.ReadAllTextAsync(site.KeyFile, Cancellation);
        HlResult prepared = (await site.RotateAsync("--wait", "0")).Require(0);
        using PartnerKey next = PartnerKey.FromFile(site.Next);
        Assert.Equal(next.PublicKey.ToPem(), prepared.Output);
        Assert.Contains(next.Thumbprint, prepared.Error, StringComparison.Ordinal);
        Assert.Contains($"hl key rotate --key-file {site.KeyFile}", prepared.Error, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(site.KeyFile, Cancellation));

        // Again before the upload: the same next key.
        Assert.Equal(prepared.Output, (await site.RotateAsync("--wait", "0")).Require(0).Output);
        site.Upload();
        HlResult done = (await site.RotateAsync("--wait", "0")).Require(0);
        using PartnerKey inForce = PartnerKey.FromFile(site.KeyFile);
        Assert.Equal(next.Thumbprint, inForce.Thumbprint);
        Assert.Empty(inForce.Warnings);
        using PartnerKey old = PartnerKey.FromText(before);
        string kept = $"k.pem.old-{old.Thumbprint[..8]}";
        Assert.Equal(["k.pem", kept], site.FileNames);
        Assert.Equal(before, await File.ReadAllTextAsync(Path.Combine(site.Folder, kept), Cancellation));
        Assert.Empty(PartnerKey.FromFile(Path.Combine(site.Folder, kept)).Warnings);
        Assert.Contains("refused by Help Lightning", done.Error, StringComparison.Ordinal);
        await site.RequireAWorkingKeyAsync(Cancellation);
    }

    [Fact]
    public async Task It_waits_for_the_upload_while_programs_go_on_calling()
    {
        await using RotatingSite site = await RotatingSite.StartAsync();
        Task<HlResult> rotation = site.RotateAsync("--bits", "3072");
        await Eventually.HoldsAsync(() => File.Exists(site.Next + ".pub.pem"));
        await site.RequireAWorkingKeyAsync(Cancellation);
        site.Upload();

        // Before the file is switched, and afterwards.
        await site.RequireAWorkingKeyAsync(Cancellation);
        (await rotation).Require(0);
        await site.RequireAWorkingKeyAsync(Cancellation);
        using PartnerKey inForce = PartnerKey.FromFile(site.KeyFile);
        Assert.Equal(3072, inForce.KeySizeInBits);
    }

    [Fact]
    public async Task A_public_half_that_is_not_uploaded_in_time_leaves_the_present_key_in_force()
    {
        await using RotatingSite site = await RotatingSite.StartAsync();
        HlResult late = (await site.RotateAsync("--wait", "1s")).Require(4);
        Assert.Contains("is in force as before", late.Error, StringComparison.Ordinal);
        await site.RequireAWorkingKeyAsync(Cancellation);
    }

    [Fact]
    public async Task An_encrypted_key_is_followed_by_one_with_the_same_passphrase()
    {
        await using RotatingSite site = await RotatingSite.StartAsync("correct horse");
        Dictionary<string, string> environment = new(site.Environment) { ["HL_PARTNER_KEY_PASSPHRASE"] = "correct horse" };
        (await Hl.RunAsync(environment, "", "key", "rotate", "--wait", "0")).Require(0);
        site.Upload();
        (await Hl.RunAsync(environment, "", "key", "rotate", "--wait", "0")).Require(0);
        using PartnerKey inForce = PartnerKey.FromFile(site.KeyFile, "correct horse");
        Assert.Equal(PartnerKeySyntax.EncryptedPkcs8, inForce.Form!.Syntax);
    }

    [Fact]
    public async Task A_rotation_is_given_up_only_while_the_service_does_not_know_of_it()
    {
        await using RotatingSite site = await RotatingSite.StartAsync();
        Assert.Contains("There is no rotation", (await site.RotateAsync("--abandon")).Require(3).Error, StringComparison.Ordinal);
        (await site.RotateAsync("--wait", "0")).Require(0);
        (await site.RotateAsync("--abandon")).Require(0);
        Assert.Equal(["k.pem"], site.FileNames);
        await site.RequireAWorkingKeyAsync(Cancellation);

        (await site.RotateAsync("--wait", "0")).Require(0);
        site.Upload();
        Assert.Contains("takes the next key already", (await site.RotateAsync("--abandon")).Require(3).Error, StringComparison.Ordinal);
        Assert.True(File.Exists(site.Next));
        await site.RequireAWorkingKeyAsync(Cancellation);
    }

    [Fact]
    public async Task Without_an_answer_nothing_is_given_up()
    {
        await using RotatingSite site = await RotatingSite.StartAsync();
        (await site.RotateAsync("--wait", "0")).Require(0);
        Dictionary<string, string> environment = new(site.Environment) { ["HL_API_URL"] = NoProxyHere.Address };
        (await Hl.RunAsync(environment, "", "key", "rotate", "--abandon")).Require(5);
        Assert.True(File.Exists(site.Next));
    }

    [Theory]
    [InlineData("openssl-engine:pkcs11:pkcs11:token=hl", "is not in a file", 3)]
    [InlineData("-", "wants a file", 2)]
    public async Task What_is_no_file_cannot_be_switched(string key, string says, int exitCode)
    {
        await using RotatingSite site = await RotatingSite.StartAsync();
        Assert.Contains(says, (await site.RotateAsync("--key-file", key)).Require(exitCode).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_running_sandbox_takes_a_public_half_from_the_command_line()
    {
        await using RotatingSite site = await RotatingSite.StartAsync();
        (await site.RotateAsync("--wait", "0")).Require(0);
        HlResult uploaded = (await Hl.RunAsync(
            site.Environment, "", "sandbox", "upload-key", site.Next + ".pub.pem", "--url", site.Environment["HL_API_URL"], "-o", "json")).Require(0);
        using PartnerKey next = PartnerKey.FromFile(site.Next);
        Assert.Contains(next.Thumbprint, uploaded.Output, StringComparison.Ordinal);
        (await site.RotateAsync("--wait", "0")).Require(0);
        await site.RequireAWorkingKeyAsync(Cancellation);
    }
}
