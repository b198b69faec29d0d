using System.Globalization;
using System.Text;
using HelpLightning.Sandbox.Randomness;

namespace HelpLightning.Sandbox.Attachments;

/// <summary>
/// What is in an attachment: a real file of its type, always the same for the same id. It is made when it is fetched, so a
/// million calls need no room for their files.
/// </summary>
internal static class AttachmentContent
{
    private const int PictureBlocks = 20;
    private const int ThumbnailBlocks = 5;

    /// <param name="kind">What it begins as.</param>
    /// <param name="mimeType">What a picture is made as.</param>
    /// <param name="id">The attachment.</param>
    /// <param name="size">So many bytes at the least: what is missing follows as noise, which readers of these formats pass over.</param>
    public static byte[] Make(SandboxAttachmentKind kind, string mimeType, long id, int size = 0)
    {
        byte[] file = Make(kind, mimeType, id);
        int length = file.Length;
        if (size > length)
        {
            Array.Resize(ref file, size);
            SplitMix64 random = new((ulong)id);
            for (int i = length; i < size; i++)
            {
                file[i] = (byte)random.Next(256);
            }
        }

        return file;
    }

    private static byte[] Make(SandboxAttachmentKind kind, string mimeType, long id) => kind switch
    {
        SandboxAttachmentKind.ScreenCapture when mimeType == AttachmentKinds.Png => MosaicPng.Make(
            PictureBlocks, PictureBlocks * 3 / 4, (ulong)id),
        SandboxAttachmentKind.ScreenCapture => MosaicJpeg.Make(PictureBlocks, PictureBlocks * 3 / 4, (ulong)id),
        SandboxAttachmentKind.Recording => EmptyMovie.Make(id),
        _ => Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"Notes of the call, file {id}.\nChecked the pressure: 4 bar.\nOrdered a seal.\n")),
    };

    public static byte[] Thumbnail(long id) => MosaicJpeg.Make(ThumbnailBlocks, ThumbnailBlocks * 3 / 4, (ulong)id);
}
