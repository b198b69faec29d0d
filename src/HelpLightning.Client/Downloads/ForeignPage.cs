using System.Net.Http.Headers;
using HelpLightning.Files;

namespace HelpLightning.Client;

/// <summary>
/// A page that came in the place of a file, with status 200: of a network that wants a login first, or of a proxy. It must not lie about
/// as a recording. Only where a page cannot be what was meant: servers give types wrongly, so any other type is taken.
/// </summary>
internal static class ForeignPage
{
    /// <summary>Enough to tell a page by.</summary>
    public const int BeginningLength = 64;

    private static readonly string[] PageTypes =
        ["text/html", "application/xhtml+xml", "text/xml", "application/xml", "application/json", "application/problem+json"];

    private static readonly byte[][] PageBeginnings =
        ["<!doctype"u8.ToArray(), "<html"u8.ToArray(), "<head"u8.ToArray(), "<script"u8.ToArray(), "<?xml"u8.ToArray(), "<!--"u8.ToArray()];

    /// <summary>Is the file said to be of a kind that no page is?</summary>
    public static bool CanBeTold(string? mimeType) => TypeOf(mimeType)?.ToUpperInvariant() switch
    {
        null or "IMAGE/SVG+XML" => false,
        "APPLICATION/PDF" or "APPLICATION/ZIP" => true,
        var type => type.Split('/')[0] is "VIDEO" or "AUDIO" or "IMAGE",
    };

    /// <exception cref="HelpLightningMalformedReplyException">The answer says that it is a page, and no page was asked for.</exception>
    public static void Refuse(Download download, HttpResponseMessage response)
    {
        if (response.Content.Headers.ContentType?.MediaType is { } type
            && PageTypes.Contains(type, StringComparer.OrdinalIgnoreCase)
            && CanBeTold(download.MimeType))
        {
            throw Instead(download, type);
        }
    }

    /// <summary>Does a file that begins so look like a page, whatever its type says?</summary>
    public static bool Begins(ReadOnlySpan<byte> beginning)
    {
        ReadOnlySpan<byte> text = Utf8Mark.Strip(beginning).TrimStart(" \t\r\n"u8);
        foreach (byte[] page in PageBeginnings)
        {
            if (text.Length >= page.Length && System.Text.Ascii.EqualsIgnoreCase(text[..page.Length], page))
            {
                return true;
            }
        }

        return false;
    }

    public static HelpLightningMalformedReplyException Instead(Download download, string what) => new(
        $"The download of {download.What} brought {what} instead of {TypeOf(download.MimeType)}. "
        + "A network that wants a login, or a proxy, answers so: look at what is between this machine and the file server.");

    /// <summary>Without parameters, and of letters that can be shown.</summary>
    private static string? TypeOf(string? mimeType) =>
        MediaTypeHeaderValue.TryParse(mimeType, out MediaTypeHeaderValue? type) ? type.MediaType : null;
}
