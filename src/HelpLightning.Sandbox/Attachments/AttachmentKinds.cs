using System.Globalization;

namespace HelpLightning.Sandbox.Attachments;

/// <summary>How the kinds of attachment are called on the wire.</summary>
internal static class AttachmentKinds
{
    public const string Png = "image/png";

    /// <summary>When the vendor's apps began to save captures as PNG.</summary>
    private static readonly DateTimeOffset CapturesArePng = new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero);

    public static string MimeType(this SandboxAttachmentKind kind, DateTimeOffset at) => kind switch
    {
        SandboxAttachmentKind.ScreenCapture => at < CapturesArePng ? "image/jpeg" : Png,
        SandboxAttachmentKind.Recording => "video/mp4",
        _ => "text/plain",
    };

    /// <summary>The name that the vendor gives a screen capture has been seen; the others follow it.</summary>
    public static string FileName(this SandboxAttachmentKind kind, DateTimeOffset at)
    {
        string time = at.UtcDateTime.ToString("MM-dd-yyyy HH-mm-ss", CultureInfo.InvariantCulture);
        return kind switch
        {
            SandboxAttachmentKind.ScreenCapture => $"IMG_CAP_{time}.{(at < CapturesArePng ? "JPG" : "PNG")}",
            SandboxAttachmentKind.Recording => $"REC_{time}.MP4",
            _ => $"NOTES_{time}.TXT",
        };
    }
}
