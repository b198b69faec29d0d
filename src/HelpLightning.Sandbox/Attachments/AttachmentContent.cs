using System.Globalization;
using System.Text;

namespace HelpLightning.Sandbox.Attachments;

/// <summary>
/// What is in an attachment: a real file of its type, always the same for the same id. It is made when it is fetched, so a
/// million calls need no room for their files.
/// </summary>
internal static class AttachmentContent
{
    private const int PictureBlocks = 20;
    private const int ThumbnailBlocks = 5;

    public static byte[] Make(AttachmentKind kind, long id) => kind switch
    {
        AttachmentKind.ScreenCapture => MosaicJpeg.Make(PictureBlocks, PictureBlocks * 3 / 4, (ulong)id),
        AttachmentKind.Recording => EmptyMovie.Make(id),
        _ => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"Notes of the call, file {id}.\nChecked the pressure: 4 bar.\nOrdered a seal.\n")),
    };

    public static byte[] Thumbnail(long id) => MosaicJpeg.Make(ThumbnailBlocks, ThumbnailBlocks * 3 / 4, (ulong)id);
}
