using System.Globalization;
using System.Text;
using HelpLightning.Export.Files;
using HelpLightning.Files;

namespace HelpLightning.Export;

/// <summary>The two files that tell people and <c>sha256sum -c</c> what lies in the folder.</summary>
internal static class AttachmentManifest
{
    public const string TableName = "manifest.csv";
    public const string SumsName = "SHA256SUMS";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);
    private static readonly string[] Columns = ["call_id", "attachment_id", "name", "status", "file", "bytes", "sha256", "time", "reason"];

    public static void Write(string folder, IReadOnlyList<AttachmentEntry> entries)
    {
        DurableFile.Write(Path.Combine(folder, TableName), stream => WriteTable(stream, entries), ExportRules.List);
        DurableFile.Write(Path.Combine(folder, SumsName), stream => WriteSums(stream, entries), ExportRules.List);
    }

    private static void WriteTable(Stream stream, IReadOnlyList<AttachmentEntry> entries)
    {
        using StreamWriter text = new(stream, Utf8, bufferSize: -1, leaveOpen: true) { NewLine = "\n" };
        using CsvTableWriter table = new(text, Columns);
        foreach (AttachmentEntry entry in entries)
        {
            table.Write(
            [
                entry.CallId, entry.AttachmentId.ToString(CultureInfo.InvariantCulture), entry.Name,
                AttachmentEntryJson.Word(entry.State), entry.File, entry.Bytes?.ToString(CultureInfo.InvariantCulture), entry.Sha256,
                entry.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                entry.Reason,
            ]);
        }
    }

    /// <summary>In the form of sha256sum. A safe name has no backslash and no line break, so none of them needs its escapes.</summary>
    private static void WriteSums(Stream stream, IReadOnlyList<AttachmentEntry> entries)
    {
        using StreamWriter text = new(stream, Utf8, bufferSize: -1, leaveOpen: true) { NewLine = "\n" };
        foreach (AttachmentEntry entry in entries.Where(static e => e.State == AttachmentState.Downloaded))
        {
            text.WriteLine($"{entry.Sha256}  {entry.File}");
        }
    }
}
