using System.IO.Compression;
using System.Text;
using System.Text.Json;
using HelpLightning.Sandbox.Data;

namespace HelpLightning.Sandbox.Reports;

/// <summary>Writes a call report: a zip with one file in it, in both flavours.</summary>
internal static class ReportZip
{
    private static readonly string[] Columns =
    [
        "id", "started_at", "ended_at", "tags", "comments", "groups", "participants", "dialer", "status", "duration", "workspace",
        "workspace_id",
    ];

    public static byte[] WriteCsv(Db db, long site, long until) => Zip("report.csv", file =>
    {
        using StreamWriter text = new(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\r\n" };
        text.WriteLine(string.Join(',', Columns));
        foreach (string[] row in new ReportRows(db, site, until).Read())
        {
            text.WriteLine(string.Join(',', row.Select(Quote)));
        }
    });

    public static byte[] WriteJson(Db db, long site, long until) => Zip("report.json", file =>
    {
        using Utf8JsonWriter json = new(file);
        json.WriteStartArray();
        foreach (string[] row in new ReportRows(db, site, until).Read())
        {
            json.WriteStartObject();
            for (int i = 0; i < Columns.Length; i++)
            {
                json.WriteString(Columns[i], row[i]);
            }

            json.WriteEndObject();
            if (json.BytesPending > 64 * 1024)
            {
                json.Flush();
            }
        }

        json.WriteEndArray();
    });

    private static byte[] Zip(string name, Action<Stream> write)
    {
        using MemoryStream zip = new();
        using (ZipArchive archive = new(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream file = archive.CreateEntry(name, CompressionLevel.Fastest).Open();
            write(file);
        }

        return zip.ToArray();
    }

    /// <summary>RFC 4180.</summary>
    private static string Quote(string value) =>
        value.AsSpan().IndexOfAny(",\"\r\n") < 0 ? value : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
