using System.Globalization;
using HelpLightning.Cli.Exit;

namespace HelpLightning.Cli.Overview.Reading;

/// <summary>Where exports lie.</summary>
/// <param name="Results">Folders or databases, the newest first, back to the one that has everything.</param>
/// <param name="MadeAt">When the newest was made, by the server's clock where its name tells.</param>
/// <param name="Name">What it is called, without the folders around it.</param>
/// <param name="IsWhole">Does it go back to an export of everything?</param>
internal sealed record ExportPlace(IReadOnlyList<string> Results, DateTimeOffset MadeAt, string Name, bool IsWhole)
{
    private const string Prefix = "hl_export_";
    private const string Full = Prefix + "full_";
    private const string Partial = Prefix + "partial_";
    private const string TimeForm = "yyyyMMdd'T'HHmmss'Z'";
    private const int TimeLength = 16;

    private static readonly string[] CallTables = [SqliteRows.FileName, "calls" + CsvRows.Extension, "calls" + JsonRows.Extension];

    /// <param name="path">The folder or file.</param>
    /// <param name="typed">How it was named.</param>
    /// <exception cref="CommandException">There is no export, or one that cannot be read.</exception>
    public static ExportPlace Find(string path, string typed)
    {
        if (File.Exists(path))
        {
            return OfFile(path, typed);
        }

        if (!Directory.Exists(path))
        {
            throw CommandException.Configuration(
                $"There is no '{typed}'. --from wants the folder that hl export printed, or a file in it.");
        }

        return CallsIn(path) is { } calls ? OfOne(Path.GetFullPath(path), calls) : OfMany(path, typed);
    }

    /// <summary>The tables of a result; the caller disposes it.</summary>
    public static ExportRows Open(string result) =>
        File.Exists(result) ? new SqliteRows(result)
        : CallsIn(result) is not { } calls ? throw CommandException.Configuration(
            $"'{result}' has no table of calls: it is not whole. Make it again with hl export --full.")
        : Path.GetExtension(calls) switch
        {
            CsvRows.Extension => new CsvRows(result),
            JsonRows.Extension => new JsonRows(result),
            _ => new SqliteRows(calls),
        };

    private static ExportPlace OfFile(string path, string typed)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".sqlite" or ".db":
                return OfOne(path, path);
            case CsvRows.Extension or JsonRows.Extension when CallsIn(folder) is { } calls:
                return OfOne(folder, calls);
            case ".gpg":
                throw CommandException.Configuration(
                    $"'{typed}' is encrypted. Open it with gpg --decrypt FILE | tar xz, and name the folder that comes out.");
            default:
                throw CommandException.Configuration(
                    $"'{typed}' is no file of an export. --from wants {string.Join(", ", CallTables)}, or the folder with it.");
        }
    }

    private static ExportPlace OfOne(string result, string calls)
    {
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(result));
        string folder = Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(calls))!);
        return new ExportPlace(
            [result], TimeOf(folder) ?? new DateTimeOffset(File.GetLastWriteTimeUtc(calls)), name,
            IsWhole: !folder.StartsWith(Partial, StringComparison.Ordinal));
    }

    /// <summary>The folder that exports go to: each of them has only what changed since the one before.</summary>
    private static ExportPlace OfMany(string path, string typed)
    {
        (string Path, string Name, DateTimeOffset? Time)[] all =
        [
            .. Directory.EnumerateDirectories(path, Prefix + "*").Select(static p => (p, Path.GetFileName(p), TimeOf(Path.GetFileName(p))))
                .Where(static r => r.Item3 is not null)
                .OrderByDescending(static r => r.Item3).ThenByDescending(static r => r.Item2.Length)
                .ThenByDescending(static r => r.Item2, StringComparer.Ordinal),
        ];
        if (all.Length == 0)
        {
            bool isEncrypted = Directory.EnumerateFiles(path, Prefix + "*.gpg").Any();
            throw CommandException.Configuration(isEncrypted
                ? $"The exports in '{typed}' are encrypted. Open them with gpg --decrypt FILE | tar xz, and name the folder that comes out."
                : $"'{typed}' holds no export. --from wants the folder that hl export printed, or the one that was its --out.");
        }

        int full = Array.FindIndex(all, static r => r.Name.StartsWith(Full, StringComparison.Ordinal));
        return new ExportPlace(
            [.. all.Take(full < 0 ? all.Length : full + 1).Select(static r => r.Path)],
            all[0].Time!.Value, Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))), IsWhole: full >= 0);
    }

    private static string? CallsIn(string folder) =>
        CallTables.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    private static DateTimeOffset? TimeOf(string name)
    {
        string stem = name.StartsWith(Full, StringComparison.Ordinal) ? name[Full.Length..]
            : name.StartsWith(Partial, StringComparison.Ordinal) ? name[Partial.Length..]
            : "";
        return stem.Length >= TimeLength && DateTimeOffset.TryParseExact(
            stem.AsSpan(0, TimeLength), TimeForm, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time)
            ? time
            : null;
    }
}
