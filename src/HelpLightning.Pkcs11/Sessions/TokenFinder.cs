using HelpLightning.PartnerKeys;
using HelpLightning.Pkcs11.Cryptoki;
using HelpLightning.Pkcs11.Faults;
using HelpLightning.Pkcs11.Uris;

namespace HelpLightning.Pkcs11.Sessions;

/// <summary>Which token a URI means (RFC 7512 section 2.5: each attribute that is said must be equal, byte for byte).</summary>
internal static class TokenFinder
{
    /// <summary>Inside the gate.</summary>
    public static TokenInSlot Find(CryptokiModule module, Pkcs11Uri uri)
    {
        RequireLibrary(module, uri);
        IReadOnlyList<TokenInSlot> all = TokenInSlot.All(module);
        TokenInSlot[] matches = [.. all.Where(token => Matches(token, uri))];
        return matches.Length switch
        {
            1 => matches[0],
            0 when all.Count == 0 => throw Fault.Of(
                PartnerKeyProblem.TokenNotFound, $"The PKCS#11 module {module.Path} sees no token that is set up.",
                "Plug the device in, or set the token up; the module's own settings may lead elsewhere for this user "
                + "(SOFTHSM2_CONF, TPM2_PKCS11_STORE)",
                $"pkcs11-tool --module {module.Path} --list-token-slots"),
            0 => throw Fault.Of(
                PartnerKeyProblem.TokenNotFound,
                $"The PKCS#11 module {module.Path} sees no token that the key's URI means{Wanted(uri)}. There is {Describe(all)}.",
                "Plug the device in, or write one of these as token=LABEL"),
            _ => throw Fault.Of(
                PartnerKeyProblem.TokenNotFound, $"The key's URI means several tokens: {Describe(matches)}.",
                "Add what tells them apart: token=LABEL, serial=NUMBER or slot-id=NUMBER"),
        };
    }

    private static string Wanted(Pkcs11Uri uri) => uri.Token is { } label ? $", {Fault.Quoted(label)}" : "";

    private static string Describe(IEnumerable<TokenInSlot> tokens) =>
        string.Join(", ", tokens.Take(10).Select(
            static t => $"{Fault.Quoted(t.Label)} (serial {Fault.Quoted(t.Serial)}, slot-id {t.Slot})"));

    private static bool Matches(TokenInSlot token, Pkcs11Uri uri) =>
        Is(uri.Token, token.Label) && Is(uri.Manufacturer, token.Manufacturer) && Is(uri.Model, token.Model) && Is(uri.Serial, token.Serial)
        && Is(uri.SlotDescription, token.SlotDescription) && Is(uri.SlotManufacturer, token.SlotManufacturer)
        && (uri.SlotId is not { } slot || slot == token.Slot);

    private static bool Is(string? wanted, string found) =>
        wanted is null || string.Equals(wanted.TrimEnd(' '), found, StringComparison.Ordinal);

    private static void RequireLibrary(CryptokiModule module, Pkcs11Uri uri)
    {
        if (!Is(uri.LibraryManufacturer, module.Manufacturer) || !Is(uri.LibraryDescription, module.Description)
            || (uri.LibraryVersion is { } version && version != module.Version))
        {
            throw Fault.Of(
                PartnerKeyProblem.ModuleUnusable,
                $"The PKCS#11 module {module.Path} is {Fault.Quoted(module.Description)} {module.Version} "
                + $"of {Fault.Quoted(module.Manufacturer)}, and the key's URI means another.",
                "Name the other by module-path, or leave the attributes that begin with library- out");
        }
    }
}
