using HelpLightning.Sandbox;

namespace HelpLightning.Client.Tests;

/// <summary>Signing in without a partner key. Only the sandbox has passwords that tests may know.</summary>
public sealed class SignInContract(SiteFixture site)
{
    private const string Email = "ann@example.com";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    [Covers("POST /auth/federate")]
    [Covers("POST /api/v1r1/auth")]
    [Covers("POST /api/v1/auth")]
    [Covers("POST /api/v1/auth/refresh")]
    public async Task By_password_and_on_with_the_refresh_token()
    {
        site.RequireSandbox();
        await using SiteSession session = site.Open();
        SignInClient signIn = session.Client.SignIn;
        Assert.True((await signIn.FindMethodAsync(Email, Cancellation)).IsPassword);
        UserTokens tokens = await signIn.WithPasswordAsync(Email, HelpLightningSandboxOptions.DefaultUserPassword, cancellationToken: Cancellation);
        Assert.NotNull((await signIn.WithPasswordAsync(Email, HelpLightningSandboxOptions.DefaultUserPassword, ApiRevision.V1, Cancellation)).Access);
        Assert.Equal(24, (await session.Client.AsUser(tokens).Me.GetAsync(Cancellation)).Id);
        UserTokens next = await signIn.RefreshAsync(tokens.RefreshToken!, Cancellation);
        Assert.NotEqual(tokens.RefreshToken, next.RefreshToken);
        await Assert.ThrowsAsync<HelpLightningAuthenticationException>(() => signIn.RefreshAsync(tokens.RefreshToken!, Cancellation));
        await Assert.ThrowsAsync<HelpLightningAuthenticationException>(() => signIn.WithPasswordAsync(Email, "wrong", cancellationToken: Cancellation));
    }

    [Fact]
    [Covers("POST /api/v1r1/auth/pat")]
    public async Task By_personal_access_token()
    {
        HelpLightningSandbox sandbox = site.RequireSandbox();
        await using SiteSession session = site.Open();
        string token = sandbox.CreatePersonalAccessToken(Email);
        Assert.Equal(24, (await session.Client.AsUserWithPersonalAccessToken(token).Me.GetAsync(Cancellation)).Id);
    }

    [Fact]
    [Covers("POST /api/v1/anonymous/auth")]
    public async Task As_a_guest()
    {
        site.RequireSandbox();
        await using SiteSession session = site.Open();
        Assert.NotNull((await session.Client.SignIn.AsGuestAsync("Visitor", Cancellation)).Access);
    }
}
