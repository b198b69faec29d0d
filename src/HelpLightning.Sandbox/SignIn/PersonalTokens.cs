using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Time;

namespace HelpLightning.Sandbox.SignIn;

/// <summary>Makes personal access tokens, as users do in Settings, Security.</summary>
internal sealed class PersonalTokens(SandboxDatabase database, TimeProvider clock)
{
    /// <exception cref="ArgumentException">There is no user with this e-mail address.</exception>
    public string Create(string email) => database.Write(db =>
    {
        long user = SignInEndpoints.FindLogin(db, email)
            ?? throw new ArgumentException("Nobody in the sandbox has this e-mail address.", nameof(email));
        return Credentials.NewPersonalToken(db, user, VendorTime.Now(clock));
    });
}
