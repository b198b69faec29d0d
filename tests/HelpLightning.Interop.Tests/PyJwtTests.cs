using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox;

namespace HelpLightning.Interop.Tests;

/// <summary>PyJWT, the library of Help Lightning's tutorial.</summary>
public sealed class PyJwtTests(KeyPairFixture pair)
{
    [Fact]
    public async Task PyJWT_accepts_our_token()
    {
        await Peer.RequirePyJwtAsync();
        PeerResult result = await Peer.RunWithAsync(Peer.Python, pair.Signer.Sign().Reveal(), null, Peer.Script("pyjwt_verify.py"), pair.PublicFile);
        Assert.Equal("Partner:54344", result.RequireSuccess());
    }

    [Fact]
    public async Task PyJWT_refuses_our_token_under_another_key()
    {
        await Peer.RequirePyJwtAsync();
        string token = new PartnerTokenSigner(pair.StrangersKey, pair.Site).Sign().Reveal();
        PeerResult result = await Peer.RunWithAsync(Peer.Python, token, null, Peer.Script("pyjwt_verify.py"), pair.PublicFile);
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("InvalidSignatureError", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task We_accept_the_token_of_PyJWT()
    {
        await Peer.RequirePyJwtAsync();
        PeerResult result = await Peer.RunAsync(Peer.Python, Peer.Script("pyjwt_sign.py"), pair.PrivateFile, "54344");
        Assert.True(pair.Verifier.Verify(result.RequireSuccess()).IsValid);
    }

    [Fact]
    public async Task The_tutorials_steps_with_PyJWT_open_the_sandbox()
    {
        await Peer.RequirePyJwtAsync();
        await using HelpLightningSandbox sandbox = await HelpLightningSandbox.StartAsync(
            new HelpLightningSandboxOptions { SiteId = pair.Site, PartnerPublicKeys = [pair.Key.PublicKey], Seed = SandboxSeed.Small },
            TestContext.Current.CancellationToken);
        string address = sandbox.BaseAddress.ToString().TrimEnd('/');

        PeerResult accepted = await Peer.RunWithAsync(Peer.Python, "", sandbox.ApiKey, Peer.Script("pyjwt_call.py"), pair.PrivateFile, "54344", address);
        Assert.StartsWith("200 {", accepted.RequireSuccess(), StringComparison.Ordinal);
        Assert.Contains("\"entries\"", accepted.Output, StringComparison.Ordinal);

        PeerResult otherSite = await Peer.RunWithAsync(Peer.Python, "", sandbox.ApiKey, Peer.Script("pyjwt_call.py"), pair.PrivateFile, "7", address);
        Assert.NotEqual(0, otherSite.ExitCode);
        Assert.Contains("401", otherSite.Error, StringComparison.Ordinal);
    }
}
