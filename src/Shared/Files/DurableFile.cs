namespace HelpLightning.Files;

/// <summary>
/// The one way in which this project writes a file as a whole.
/// <list type="bullet">
/// <item>Under the name is the old content or the new one, whatever happens, a loss of power included: a new file is written in the
/// folder of the final one, flushed to the disk, given the name in one step, and the folder is flushed.</item>
/// <item>A link is followed and stays one; a link to nothing gets its target, unless the file has to be new.</item>
/// <item>What is no file is never replaced: a pipe or device is written through, a folder, disk or socket refused.</item>
/// <item>A private file (<see cref="FileRule.IsPrivate"/>) is its owner's alone from its first moment; what was stricter before stays so.
/// Other files keep the mode they had, and all keep their owner where the system allows it. What may not be written is not replaced.</item>
/// <item>Who fails leaves nothing behind. Only a kill can leave a file that ends in <c>.part</c>.</item>
/// <item>A file that has to be new (<see cref="FileRule.IsNew"/>) is never put over another one, also not over one that came
/// meanwhile.</item>
/// </list>
/// Other hard links to a replaced file keep the old content. On Windows the folder's permissions apply to the new file, and no folder
/// is flushed.
/// </summary>
internal static class DurableFile
{
    /// <summary>What a kill leaves of a file that is written under a lock.</summary>
    public static string PartOf(string path) => path + ".part";

    /// <inheritdoc cref="FileDraft.Begin"/>
    public static void Write(string path, ReadOnlySpan<byte> content, FileRule rule)
    {
        using FileDraft draft = FileDraft.Begin(path, rule);
        try
        {
            draft.Stream.Write(content);
            draft.Finish();
        }
        catch (Exception e) when (draft.Explain(e) is { } told)
        {
            throw told;
        }
    }

    /// <inheritdoc cref="FileDraft.Begin"/>
    public static void Write(string path, Action<Stream> write, FileRule rule)
    {
        using FileDraft draft = FileDraft.Begin(path, rule);
        try
        {
            write(draft.Stream);
            draft.Finish();
        }
        catch (Exception e) when (draft.Explain(e) is { } told)
        {
            throw told;
        }
    }

    /// <summary>
    /// Gives a file a name in the same folder in one step, and writes that to the disk; unless something has the name, and be it a link.
    /// </summary>
    /// <returns>False when something has; the file is then as it was.</returns>
    public static bool TryName(string part, string path)
    {
        if (OperatingSystem.IsWindows())
        {
            try
            {
                File.Move(part, path, overwrite: false);
                return true;
            }
            catch (IOException) when (Path.Exists(path))
            {
                return false;
            }
        }

        int error = UnixCalls.RenameToNew(part, path);
        if (error == UnixError.Exists || (error != 0 && !TryReplaceEmpty(part, path)))
        {
            return false;
        }

        FlushFolder(Path.GetDirectoryName(path)!);
        return true;
    }

    /// <summary>Writes the names in a folder to the disk. Windows has no such call and needs none.</summary>
    public static void FlushFolder(string folder)
    {
        if (!OperatingSystem.IsWindows())
        {
            UnixCalls.FlushFolder(folder);
        }
    }

    /// <summary>
    /// A new, empty file of its owner alone, or an old one emptied, in a folder of ours: for what grows there, and is read or renamed when
    /// it is whole.
    /// </summary>
    public static FileStream Create(string path)
    {
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.ReadWrite, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    /// <summary>
    /// For file systems without hard links: an empty file, which only one can make, keeps the name free until it is replaced.
    /// </summary>
    private static bool TryReplaceEmpty(string part, string path)
    {
        try
        {
            new FileStream(path, FileMode.CreateNew).Dispose();
        }
        catch (IOException) when (Path.Exists(path))
        {
            return false;
        }

        try
        {
            File.Move(part, path, overwrite: true);
            return true;
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }
}
