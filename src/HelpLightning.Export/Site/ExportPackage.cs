using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using HelpLightning.Export.Files;
using HelpLightning.Export.Runs;
using HelpLightning.Files;

namespace HelpLightning.Export;

/// <summary>
/// From the finished files to the result: a folder with <c>SHA256SUMS</c> in it, or one encrypted archive with its sum
/// beside it. Can be done again when it was broken off.
/// </summary>
internal sealed class ExportPackage(WorkFolder folder, ExportJob job, string? passphrase)
{
    private const string SumsFile = "SHA256SUMS";
    private const string ArchiveExtension = ".tar.gz.gpg";

    private readonly string _folderPath = System.IO.Path.Combine(folder.Target, job.Name);
    private readonly string _archivePath = System.IO.Path.Combine(folder.Target, job.Name + ArchiveExtension);

    /// <summary>The folder or the archive.</summary>
    public string Path =>
        File.Exists(_archivePath) || (passphrase is not null && !Directory.Exists(_folderPath)) ? _archivePath : _folderPath;

    private string ArchiveSums => _archivePath + ".sha256";

    /// <summary>It has its final name, so it is whole.</summary>
    public bool Exists => Directory.Exists(_folderPath) || File.Exists(_archivePath);

    public void Finish(CancellationToken cancellationToken)
    {
        if (Exists)
        {
            return;
        }

        WriteSums(cancellationToken);
        if (passphrase is null)
        {
            // Of an archive that was to be made before, when the run was begun with a passphrase.
            File.Delete(ArchiveSums);
            File.Delete(DurableFile.PartOf(ArchiveSums));
            Directory.Move(folder.Files, _folderPath);
        }
        else
        {
            Pack(passphrase, cancellationToken);
        }

        DurableFile.FlushFolder(folder.Target);
    }

    private void WriteSums(CancellationToken cancellationToken)
    {
        string file = System.IO.Path.Combine(folder.Files, SumsFile);

        // What a kill left here would be taken for a table.
        File.Delete(DurableFile.PartOf(file));
        StringBuilder sums = new();
        foreach (string path in Files().Where(path => path != file))
        {
            cancellationToken.ThrowIfCancellationRequested();
            sums.Append(SumLine(path, System.IO.Path.GetFileName(path)));
        }

        DurableFile.Write(file, Encoding.UTF8.GetBytes(sums.ToString()), ExportRules.State);
    }

    /// <summary>The sum gets its name first: an archive without one could not be told from a broken one.</summary>
    private void Pack(string secret, CancellationToken cancellationToken)
    {
        string part = System.IO.Path.Combine(folder.Work, "archive.part");
        using (FileStream file = DurableFile.Create(part))
        {
            OpenPgpMessage.Write(file, secret, job.Name + ".tar.gz", job.Started, content => PackInto(content, cancellationToken));
            file.Flush(flushToDisk: true);
        }

        DurableFile.Write(ArchiveSums, Encoding.UTF8.GetBytes(SumLine(part, System.IO.Path.GetFileName(_archivePath))), ExportRules.State);
        if (!DurableFile.TryName(part, _archivePath))
        {
            throw new IOException($"'{_archivePath}' is there already. Move it away.");
        }
    }

    private void PackInto(Stream archive, CancellationToken cancellationToken)
    {
        using GZipStream compressed = new(archive, CompressionLevel.Fastest, leaveOpen: true);
        using TarWriter tar = new(compressed, TarEntryFormat.Pax);
        foreach (string path in Files())
        {
            cancellationToken.ThrowIfCancellationRequested();
            using FileStream content = File.OpenRead(path);
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, $"{job.Name}/{System.IO.Path.GetFileName(path)}")
            {
                DataStream = content,
                ModificationTime = job.Started,
                Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        }
    }

    private IEnumerable<string> Files() => Directory.EnumerateFiles(folder.Files).Order(StringComparer.Ordinal);

    /// <summary>As <c>sha256sum</c> writes and checks it.</summary>
    private static string SumLine(string path, string name)
    {
        using FileStream file = File.OpenRead(path);
        return $"{Convert.ToHexStringLower(SHA256.HashData(file))}  {name}\n";
    }
}
