using System.Runtime.InteropServices;
using HelpLightning.PartnerKeys;
using HelpLightning.Pkcs11.Cryptoki;

namespace HelpLightning.Pkcs11.Sessions;

/// <summary>A key that was found on a token that somebody is logged in to: good for one generation of the module.</summary>
internal sealed unsafe class TokenConnection
{
    public required CryptokiModule Module { get; init; }

    public required int Generation { get; init; }

    public required TokenInSlot Token { get; init; }

    public required nuint Key { get; init; }

    /// <summary>CKM_RSA_PKCS or CKM_SHA256_RSA_PKCS.</summary>
    public required uint Mechanism { get; init; }

    public required bool AlwaysAuthenticates { get; init; }

    public required PartnerPublicKey PublicKey { get; init; }

    public required SessionPool Sessions { get; init; }

    public required TokenLogin Login { get; init; }

    /// <summary>Signs with a session that is the caller's alone. Inside the gate.</summary>
    /// <param name="session">It has no operation under way; after any other result than Ok it may have one, and is to be closed.</param>
    /// <param name="input">DigestInfo or data, as the mechanism wants it.</param>
    /// <param name="destination">Long enough for a signature.</param>
    /// <param name="length">The length that the module told.</param>
    public Rv Sign(nuint session, ReadOnlySpan<byte> input, Span<byte> destination, out int length)
    {
        length = 0;
        CkMechanism mechanism = new(Mechanism);
        CULong handle = new(session);
        Rv rv = Module.Functions.SignInit(handle, &mechanism, new CULong(Key));
        if (rv != Rv.Ok)
        {
            return rv;
        }

        if (AlwaysAuthenticates)
        {
            Login.ForSignature(Module, Token, session);
        }

        CULong written = new((uint)destination.Length);
        fixed (byte* data = input, signature = destination)
        {
            rv = Module.Functions.Sign(handle, data, input.Length, signature, &written);
        }

        // A length beyond the room is no length of anything that was written.
        length = rv == Rv.Ok ? (int)Math.Min(written.Value, (nuint)destination.Length + 1) : 0;
        return rv;
    }
}
