using HelpLightning.PartnerKeys;
using HelpLightning.Pkcs11.Cryptoki;
using HelpLightning.Pkcs11.Faults;
using HelpLightning.Pkcs11.Pins;
using HelpLightning.Pkcs11.Uris;

namespace HelpLightning.Pkcs11.Sessions;

/// <summary>Makes connections: finds the token, logs in, finds the key.</summary>
internal sealed class TokenConnector(CryptokiModule module, Pkcs11Uri uri, PinSource? pin, int maxSessions)
{
    private readonly TokenLogin _login = new(pin, uri);

    /// <summary>The first time. A module that was initialised long ago is asked once more, since some look for tokens only then.</summary>
    public TokenConnection Connect() => LookTwice(module, ConnectOnce);

    public static T LookTwice<T>(CryptokiModule module, Func<T> look)
    {
        try
        {
            return look();
        }
        catch (PartnerKeyException e) when (e.Problem is PartnerKeyProblem.TokenNotFound or PartnerKeyProblem.DeviceFailed
                                            && !module.IsFresh)
        {
            module.Reset(module.Generation);
            return look();
        }
    }

    public TokenConnection ConnectOnce()
    {
        module.Enter();
        try
        {
            int generation = module.Generation;
            TokenInSlot token = TokenFinder.Find(module, uri);
            uint mechanism = Mechanism(token);
            RvFault.Require(module.OpenSession(token.Slot, Ck.OpenSerial, out nuint session), "C_OpenSession");
            try
            {
                _login.AsUser(module, token, session);
                TokenConnection connection = Look(generation, token, mechanism, session);
                session = SessionPool.None;
                return connection;
            }
            finally
            {
                if (session != SessionPool.None)
                {
                    module.CloseSession(session);
                }
            }
        }
        finally
        {
            module.Exit();
        }
    }

    private TokenConnection Look(int generation, TokenInSlot token, uint mechanism, nuint session)
    {
        TokenObjects objects = new(module, session);
        KeyFinder finder = new(objects, token, uri);
        nuint key = finder.Find();
        if (objects.Flag(key, Ck.AttributeSign) == false)
        {
            throw Fault.Of(
                PartnerKeyProblem.SigningForbidden,
                $"{finder.Describe(key)} on the token {Fault.Quoted(token.Label)} may not sign: its CKA_SIGN is false.",
                "Make or import a key that may: pkcs11-tool --keypairgen --key-type rsa:2048 --usage-sign");
        }

        SessionPool sessions = new(Limit(token));
        _ = sessions.TryTake(TimeSpan.Zero, out _);
        sessions.Return(session);
        return new TokenConnection
        {
            Module = module,
            Generation = generation,
            Token = token,
            Key = key,
            Mechanism = mechanism,
            AlwaysAuthenticates = objects.Flag(key, Ck.AttributeAlwaysAuthenticate) == true,
            PublicKey = finder.PublicHalf(key),
            Sessions = sessions,
            Login = _login,
        };
    }

    /// <summary>CKM_RSA_PKCS where there is a choice: it takes a hash, so that what is signed need not go to the device.</summary>
    private uint Mechanism(TokenInSlot token)
    {
        IReadOnlyList<uint> offered = token.Mechanisms(module);
        return offered.Contains(Ck.MechanismRsaPkcs) ? Ck.MechanismRsaPkcs
            : offered.Contains(Ck.MechanismSha256RsaPkcs) ? Ck.MechanismSha256RsaPkcs
            : throw Fault.Of(
                PartnerKeyProblem.SigningForbidden,
                $"The token {Fault.Quoted(token.Label)} makes no RS256 signatures: it offers neither CKM_RSA_PKCS nor CKM_SHA256_RSA_PKCS.",
                "Use a token that does", $"pkcs11-tool --module {module.Path} --list-mechanisms");
    }

    /// <summary>0 is CK_EFFECTIVELY_INFINITE, all bits CK_UNAVAILABLE_INFORMATION.</summary>
    private int Limit(TokenInSlot token) => token.MaxSessions == 0 || token.MaxSessions > (nuint)maxSessions
        ? maxSessions
        : (int)token.MaxSessions;
}
