using System.Buffers;
using System.Text.Json;
using HelpLightning.Export.Files;
using HelpLightning.Files;

namespace HelpLightning.Export;

/// <summary>
/// What is known of a folder's attachments, in a file that grows by a line for each step. A line that was cut off by a
/// crash is dropped. While it is open, nobody else downloads into the folder. Safe for many threads.
/// </summary>
internal sealed class AttachmentLog : IDisposable
{
    public const string FileName = ".attachments.ndjson";

    private const int WouldBlock = 11;
    private const int WouldBlockOnMac = 35;
    private const int SharingViolation = 32;

    private readonly string _path;
    private readonly Dictionary<(string CallId, long AttachmentId), AttachmentEntry> _entries = [];
    private readonly Lock _lock = new();
    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly FileStream _file;

    private AttachmentLog(string path, FileStream file)
    {
        _path = path;
        _file = file;
    }

    /// <exception cref="IOException">The folder is in use by another download, or cannot be written.</exception>
    public static AttachmentLog Open(string folder)
    {
        string path = Path.Combine(folder, FileName);
        AttachmentLog log = new(path, OpenAlone(folder, path));
        try
        {
            log.Read();
            return log;
        }
        catch
        {
            log.Dispose();
            throw;
        }
    }

    /// <summary>In order: the same downloads give the same files, whatever was ready first.</summary>
    public IReadOnlyList<AttachmentEntry> Entries
    {
        get
        {
            lock (_lock)
            {
                return [.. _entries.Values.OrderBy(static e => e.CallId, StringComparer.Ordinal).ThenBy(static e => e.AttachmentId)];
            }
        }
    }

    public AttachmentEntry? Find(string callId, long attachmentId)
    {
        lock (_lock)
        {
            return _entries.GetValueOrDefault((callId, attachmentId));
        }
    }

    /// <summary>
    /// What takes trust in a part back is on the disk at the end: else a loss of power would bring back the line that gave it.
    /// </summary>
    /// <param name="entry">What is known now.</param>
    /// <param name="isForGood">True to have it on the disk in any case, and not only out of hand: a loss of power does not lose it.</param>
    public void Add(AttachmentEntry entry, bool isForGood = false)
    {
        lock (_lock)
        {
            bool takesBack = Find(entry.CallId, entry.AttachmentId) is { TrustedBytes: > 0 } before
                && (before.EntityTag != entry.EntityTag || before.TrustedBytes > entry.TrustedBytes);
            Write(_file, entry);
            _file.Flush(isForGood || takesBack);
            _entries[(entry.CallId, entry.AttachmentId)] = entry;
        }
    }

    /// <summary>One line for each attachment, instead of one for each step.</summary>
    public void Shorten() => DurableFile.Write(_path, stream =>
    {
        foreach (AttachmentEntry entry in Entries)
        {
            Write(stream, entry);
        }
    }, ExportRules.List);

    public void Dispose() => _file.Dispose();

    private static FileStream OpenAlone(string folder, string path)
    {
        try
        {
            // Without a buffer: a line that a full disk did not take must not come again when the file is closed.
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException e) when ((e.HResult & 0xffff) is WouldBlock or WouldBlockOnMac or SharingViolation)
        {
            throw new IOException($"Another download into '{folder}' is running. Wait until it is done, or name another directory.", e);
        }
    }

    private void Write(Stream stream, AttachmentEntry entry)
    {
        _line.ResetWrittenCount();
        using (Utf8JsonWriter json = new(_line))
        {
            AttachmentEntryJson.Write(json, entry);
        }

        _line.Write("\n"u8);
        stream.Write(_line.WrittenSpan);
    }

    private void Read()
    {
        using MemoryStream line = new();
        byte[] buffer = new byte[64 * 1024];
        long end = 0;
        int read;
        while ((read = _file.Read(buffer)) > 0)
        {
            ReadOnlySpan<byte> rest = buffer.AsSpan(0, read);
            for (int length = rest.IndexOf((byte)'\n'); length >= 0; length = rest.IndexOf((byte)'\n'))
            {
                line.Write(rest[..length]);
                end += line.Length + 1;
                ReadLine(line.GetBuffer().AsMemory(0, (int)line.Length));
                line.SetLength(0);
                rest = rest[(length + 1)..];
            }

            line.Write(rest);
        }

        _file.SetLength(end);
        _file.Seek(0, SeekOrigin.End);
    }

    private void ReadLine(ReadOnlyMemory<byte> line)
    {
        try
        {
            AttachmentEntry entry = AttachmentEntryJson.Read(line);
            _entries[(entry.CallId, entry.AttachmentId)] = entry;
        }
        catch (JsonException)
        {
            // Damaged by a crash of the machine: what it told is found out again.
        }
    }
}
