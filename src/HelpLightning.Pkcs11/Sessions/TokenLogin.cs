using System.Runtime.InteropServices;
using HelpLightning.PartnerKeys;
using HelpLightning.Pkcs11.Cryptoki;
using HelpLightning.Pkcs11.Faults;
using HelpLightning.Pkcs11.Pins;
using HelpLightning.Pkcs11.Uris;

namespace HelpLightning.Pkcs11.Sessions;

/// <summary>Logs in, but never where one wrong PIN could lock the token, nor with a PIN that it refused before.</summary>
internal sealed class TokenLogin(PinSource? source, Pkcs11Uri uri)
{
    /// <summary>As the user, unless the token asks nobody. Inside the gate.</summary>
    public void AsUser(CryptokiModule module, TokenInSlot token, nuint session)
    {
        if (token.Has(Ck.TokenLoginRequired))
        {
            LogIn(module, token, session, Ck.UserNormal);
        }
    }

    /// <summary>For the one signature that the session has begun (CKA_ALWAYS_AUTHENTICATE). Inside the gate.</summary>
    public void ForSignature(CryptokiModule module, TokenInSlot token, nuint session) =>
        LogIn(module, token, session, Ck.UserContextSpecific);

    private unsafe void LogIn(CryptokiModule module, TokenInSlot then, nuint session, uint user)
    {
        lock (module.LoginLock)
        {
            // Its flags as they are now: another process may have tried a wrong one.
            TokenInSlot token = TokenInSlot.Read(module, then.Slot, out Rv rv) ?? throw RvFault.Of(rv, "C_GetTokenInfo");
            RequireNoRisk(token);
            string name = $"{module.Handle}\0{token.Serial}\0{token.Label}";
            using Pin pin = token.Has(Ck.TokenProtectedAuthenticationPath) ? new Pin([]) : ReadPin(token);
            RefusedPins.RequireUntried(name, token.Label, pin);
            fixed (byte* bytes = pin.Bytes)
            {
                rv = module.Functions.Login(new CULong(session), user, pin.Bytes.IsEmpty ? null : bytes, pin.Bytes.Length);
            }

            switch (rv)
            {
                case Rv.Ok:
                    RefusedPins.Forget(name);
                    return;
                case Rv.UserAlreadyLoggedIn:
                    return;
                case Rv.PinIncorrect or Rv.PinInvalid or Rv.PinLenRange or Rv.PinExpired or Rv.PinLocked:
                    RefusedPins.Remember(name, pin);
                    throw Refused(token, rv);
                default:
                    throw RvFault.Of(rv, "C_Login");
            }
        }
    }

    private static void RequireNoRisk(TokenInSlot token)
    {
        if (!token.Has(Ck.TokenUserPinInitialized))
        {
            throw Fault.Of(
                PartnerKeyProblem.PinMissing, $"The token {Fault.Quoted(token.Label)} has no user PIN yet; so none was tried.",
                RvWords.Remedy(Rv.UserPinNotInitialized));
        }

        if (token.Has(Ck.TokenUserPinLocked))
        {
            throw Fault.Of(
                PartnerKeyProblem.PinLocked, $"The user PIN of the token {Fault.Quoted(token.Label)} is locked.",
                RvWords.Remedy(Rv.PinLocked));
        }

        if (token.Has(Ck.TokenUserPinFinalTry))
        {
            throw Fault.Of(
                PartnerKeyProblem.PinLocked,
                $"One more wrong PIN would lock the token {Fault.Quoted(token.Label)}; so no PIN was tried.",
                "Log in by hand once with the right one, which ends the count", "pkcs11-tool --login --list-objects");
        }
    }

    private Pin ReadPin(TokenInSlot token)
    {
        if (source is not null)
        {
            return source.Read();
        }

        string unknown = uri.Unknown.Count > 0 ? $" What its query has is none: {Fault.List(uri.Unknown)}." : "";
        throw Fault.Of(
            PartnerKeyProblem.PinMissing, $"The token {Fault.Quoted(token.Label)} wants a PIN, and the key's URI names none.{unknown}",
            "Write it into a file that this process alone can read, and add ?pin-source=/path/of/the/file; or ?pin-source=credential:NAME "
            + "for a credential of systemd");
    }

    private static PartnerKeyException Refused(TokenInSlot token, Rv rv) => Fault.Of(
        rv == Rv.PinLocked ? PartnerKeyProblem.PinLocked : PartnerKeyProblem.PinWrong,
        $"The token {Fault.Quoted(token.Label)} refuses the PIN: {RvWords.Of(rv)}. It was tried once.", RvWords.Remedy(rv));
}
