using System.Runtime.InteropServices;
using System.Text;
using HelpLightning.PartnerKeys;
using HelpLightning.Pkcs11.Cryptoki;
using HelpLightning.Pkcs11.Faults;
using HelpLightning.Pkcs11.Uris;

namespace HelpLightning.Pkcs11.Sessions;

/// <summary>Makes a pair on the token that a URI names, where nothing has its label or its id yet.</summary>
internal sealed unsafe class KeyMaker(CryptokiModule module, Pkcs11Uri uri, TokenLogin login)
{
    private static ReadOnlySpan<byte> Exponent65537 => [0x01, 0x00, 0x01];

    public void Make(int bits)
    {
        _ = TokenConnector.LookTwice(module, Find);
        module.Enter();
        try
        {
            TokenInSlot token = TokenFinder.Find(module, uri);
            if (!module.Functions.CanGenerate || !token.Mechanisms(module).Contains(Ck.MechanismKeyPairRsa))
            {
                throw Fault.Of(
                    PartnerKeyProblem.SigningForbidden,
                    $"The token {Fault.Quoted(token.Label)} makes no RSA pairs (CKM_RSA_PKCS_KEY_PAIR_GEN).",
                    "Make the key with the vendor's own program, and open it by its URI");
            }

            RvFault.Require(module.OpenSession(token.Slot, Ck.OpenSerial | Ck.OpenReadWrite, out nuint session), "C_OpenSession");
            try
            {
                login.AsUser(module, token, session);
                RequireNew(token, new TokenObjects(module, session));
                Generate(session, bits);
            }
            finally
            {
                module.CloseSession(session);
            }
        }
        finally
        {
            module.Exit();
        }
    }

    private TokenInSlot Find()
    {
        module.Enter();
        try
        {
            return TokenFinder.Find(module, uri);
        }
        finally
        {
            module.Exit();
        }
    }

    private void RequireNew(TokenInSlot token, TokenObjects objects)
    {
        byte[] label = Encoding.UTF8.GetBytes(uri.Object!);
        foreach (uint kind in (uint[])[Ck.ClassPrivateKey, Ck.ClassPublicKey, Ck.ClassCertificate])
        {
            IReadOnlyList<nuint> there = [.. objects.Find(kind, label), .. objects.Find(kind, id: uri.Id)];
            if (there.Count > 0)
            {
                throw Fault.Of(
                    PartnerKeyProblem.SeveralKeys,
                    $"The token {Fault.Quoted(token.Label)} has {new KeyFinder(objects, token, uri).Describe(there[0])} already. "
                    + "It was not changed.",
                    "Choose another label (object=), and another id where the URI has one");
            }
        }
    }

    private void Generate(nuint session, int bits)
    {
        byte yes = 1, no = 0;
        CULong modulusBits = new((uint)bits);
        CULong* handles = stackalloc CULong[2];
        CkMechanism mechanism = new(Ck.MechanismKeyPairRsa);
        fixed (byte* label = Encoding.UTF8.GetBytes(uri.Object!), id = uri.Id, exponent = Exponent65537)
        {
            int labelLength = Encoding.UTF8.GetByteCount(uri.Object!);
            ReadOnlySpan<CkAttribute> forPublic =
            [
                new(Ck.AttributeToken, &yes, 1),
                new(Ck.AttributeVerify, &yes, 1),
                new(Ck.AttributeModulusBits, &modulusBits, sizeof(CULong)),
                new(Ck.AttributePublicExponent, exponent, Exponent65537.Length),
                new(Ck.AttributeLabel, label, labelLength),
                new(Ck.AttributeId, id, uri.Id!.Length),
            ];
            ReadOnlySpan<CkAttribute> forPrivate =
            [
                new(Ck.AttributeToken, &yes, 1),
                new(Ck.AttributePrivate, &yes, 1),
                new(Ck.AttributeSensitive, &yes, 1),
                new(Ck.AttributeExtractable, &no, 1),
                new(Ck.AttributeSign, &yes, 1),
                new(Ck.AttributeLabel, label, labelLength),
                new(Ck.AttributeId, id, uri.Id!.Length),
            ];
            RvFault.Require(module.Functions.GenerateKeyPair(new CULong(session), &mechanism, forPublic, forPrivate, handles),
                "C_GenerateKeyPair");
        }
    }
}
