using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using HelpLightning.PartnerKeys;
using HelpLightning.Pkcs11.Faults;

namespace HelpLightning.Pkcs11.Uris;

/// <summary>
/// Reads the URI of a private key, as strictly as RFC 7512 has it. No error repeats a value of the query: it may be a PIN.
/// </summary>
internal static class Pkcs11UriReader
{
    public const string Scheme = "pkcs11";

    private const string Example =
        "Write it like pkcs11:token=hl;object=partner?module-path=/usr/lib/softhsm/libsofthsm2.so&pin-source=/etc/hl/pin";

    private static readonly string[] PathNames =
    [
        "token", "manufacturer", "serial", "model", "library-manufacturer", "library-description", "library-version", "object", "type",
        "id", "slot-description", "slot-manufacturer", "slot-id",
    ];

    private static readonly string[] QueryNames = ["pin-source", "pin-value", "module-name", "module-path"];

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <exception cref="PartnerKeyException">It is none.</exception>
    public static Pkcs11Uri Read(string uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        if (!uri.StartsWith(Scheme + ":", StringComparison.OrdinalIgnoreCase))
        {
            throw Fault.Uri("The key's URI does not begin with pkcs11:.", Example);
        }

        string rest = uri[(Scheme.Length + 1)..];
        int mark = rest.IndexOf('?', StringComparison.Ordinal);
        string pathText = mark < 0 ? rest : rest[..mark];
        Dictionary<string, byte[]> path = Split(pathText, ';', PercentText.InPath, isQuery: false);
        Dictionary<string, byte[]> query = mark < 0 ? [] : Split(rest[(mark + 1)..], '&', PercentText.InQuery, isQuery: true);
        foreach (string name in path.Keys.Except(PathNames))
        {
            throw Unknown(name);
        }

        RequirePrivateKey(path);
        if (query.ContainsKey("pin-source") && query.ContainsKey("pin-value"))
        {
            throw Fault.Uri("The key's URI has both pin-source and pin-value.",
                "Give one of them; pin-source keeps the PIN out of settings");
        }

        return new Pkcs11Uri
        {
            Token = Text(path, "token"),
            Manufacturer = Text(path, "manufacturer"),
            Serial = Text(path, "serial"),
            Model = Text(path, "model"),
            SlotDescription = Text(path, "slot-description"),
            SlotManufacturer = Text(path, "slot-manufacturer"),
            SlotId = SlotId(path),
            LibraryManufacturer = Text(path, "library-manufacturer"),
            LibraryDescription = Text(path, "library-description"),
            LibraryVersion = LibraryVersion(path),
            Object = Text(path, "object"),
            Id = path.GetValueOrDefault("id"),
            PinSource = Text(query, "pin-source"),
            PinValue = query.GetValueOrDefault("pin-value"),
            ModulePath = Text(query, "module-path"),
            ModuleName = Text(query, "module-name"),
            Unknown = [.. query.Keys.Except(QueryNames)],
        };
    }

    /// <summary>The URI without the values of its query that could be secret; null when it is none.</summary>
    public static string? Show(string uri)
    {
        if (!TryRead(uri, out _))
        {
            return null;
        }

        int mark = uri.IndexOf('?', StringComparison.Ordinal);
        return mark < 0
            ? uri
            : uri[..(mark + 1)] + string.Join('&', uri[(mark + 1)..].Split('&').Select(static part =>
            {
                string name = part[..part.IndexOf('=', StringComparison.Ordinal)];
                return name is "pin-source" or "module-name" or "module-path" ? part : $"{name}=...";
            }));
    }

    private static bool TryRead(string uri, [NotNullWhen(true)] out Pkcs11Uri? read)
    {
        try
        {
            read = Read(uri);
            return true;
        }
        catch (PartnerKeyException)
        {
            read = null;
            return false;
        }
    }

    private static Dictionary<string, byte[]> Split(string text, char separator, string plain, bool isQuery)
    {
        Dictionary<string, byte[]> attributes = new(StringComparer.Ordinal);
        string where = isQuery ? "query" : "path";
        foreach (string part in text.Length == 0 ? [] : text.Split(separator))
        {
            int sign = part.IndexOf('=', StringComparison.Ordinal);
            string name = sign < 0 ? "" : part[..sign];
            if (name.Length == 0 || !name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            {
                throw Fault.Uri($"The {where} of the key's URI has a part that is not NAME=VALUE.", Example);
            }

            byte[]? value = PercentText.Decode(part.AsSpan(sign + 1), plain, out int wrong);
            if (value is null)
            {
                char letter = part[sign + 1 + wrong];
                throw Fault.Uri(
                    letter == '%'
                        ? $"The attribute {name} of the key's URI has a % that two hex digits do not follow."
                        : $"The attribute {name} of the key's URI has a character that must be percent-encoded there"
                            + (isQuery ? "." : $", {Fault.Quoted(letter.ToString())}."),
                    "Write such a character as the bytes of its UTF-8, each % and two hex digits: a blank is %20, a slash in the path %2F, "
                    + "a semicolon %3B, a percent sign %25");
            }

            if (!attributes.TryAdd(name, value))
            {
                throw Fault.Uri($"The {where} of the key's URI has the attribute {name} twice.", "Leave one of them out");
            }
        }

        return attributes;
    }

    private static PartnerKeyException Unknown(string name) => QueryNames.Contains(name)
        ? Fault.Uri($"The key's URI has {name} in its path.", $"It belongs into the query, after a question mark: ...?{name}=...")
        : Fault.Uri(
            $"The key's URI has an attribute that nothing here knows, {Fault.Quoted(name)}: it leads to no key (RFC 7512 section 2.5).",
            $"There are {string.Join(", ", PathNames)}");

    private static void RequirePrivateKey(Dictionary<string, byte[]> path)
    {
        string? type = Text(path, "type");
        if (type is not (null or "private"))
        {
            throw Fault.Uri(
                type is "public" or "cert" or "secret-key" or "data"
                    ? $"The key's URI has type={type}, and what signs is a private key."
                    : $"The key's URI has a type that there is not, {Fault.Quoted(type)}.",
                "Leave it out, or write type=private");
        }
    }

    private static string? Text(Dictionary<string, byte[]> attributes, string name)
    {
        try
        {
            return attributes.TryGetValue(name, out byte[]? value) ? StrictUtf8.GetString(value) : null;
        }
        catch (DecoderFallbackException)
        {
            throw Fault.Uri($"The attribute {name} of the key's URI is not UTF-8.", "Encode its text as UTF-8; only id may have any bytes");
        }
    }

    private static ulong? SlotId(Dictionary<string, byte[]> path) => Text(path, "slot-id") switch
    {
        null => null,
        string text when ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong slot) => slot,
        _ => throw Fault.Uri("The attribute slot-id of the key's URI is no number.", "Write it in decimal digits: slot-id=0"),
    };

    /// <summary>1*DIGIT [ "." 1*DIGIT ]; without the second part it is 0 (section 2.4).</summary>
    private static Version? LibraryVersion(Dictionary<string, byte[]> path)
    {
        string? text = Text(path, "library-version");
        if (text is null)
        {
            return null;
        }

        string[] parts = text.Split('.');
        return parts.Length <= 2
            && byte.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out byte major)
            && byte.TryParse(parts.Length == 2 ? parts[1] : "0", NumberStyles.None, CultureInfo.InvariantCulture, out byte minor)
                ? new Version(major, minor)
                : throw Fault.Uri("The attribute library-version of the key's URI is none.", "Write it like library-version=2.6");
    }
}
