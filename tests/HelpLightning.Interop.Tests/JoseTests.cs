using HelpLightning.PartnerKeys;

namespace HelpLightning.Interop.Tests;

/// <summary>jose on node.</summary>
public sealed class JoseTests(KeyPairFixture pair)
{
    [Fact]
    public async Task Jose_accepts_our_token()
    {
        await Peer.RequireJoseAsync();
        PeerResult result = await Peer.RunWithAsync("node", pair.Signer.Sign().Reveal(), null, Peer.Script("jose_verify.mjs"), pair.PublicFile);
        Assert.Equal("Partner:54344", result.RequireSuccess());
    }

    [Fact]
    public async Task Jose_refuses_our_token_under_another_key()
    {
        await Peer.RequireJoseAsync();
        PeerResult result = await Peer.RunWithAsync(
            "node", new PartnerTokenSigner(pair.StrangersKey, pair.Site).Sign().Reveal(), null, Peer.Script("jose_verify.mjs"), pair.PublicFile);
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("signature verification failed", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task We_accept_the_token_of_jose()
    {
        await Peer.RequireJoseAsync();
        PeerResult result = await Peer.RunAsync("node", Peer.Script("jose_sign.mjs"), pair.PrivateFile, "54344");
        Assert.True(pair.Verifier.Verify(result.RequireSuccess()).IsValid);
    }
}
