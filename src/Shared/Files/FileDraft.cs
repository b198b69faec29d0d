namespace HelpLightning.Files;

/// <summary>
/// A file that is being written and not under its name yet: <see cref="Finish"/> gives it that, and who does not come so far leaves
/// nothing behind. <see cref="DurableFile"/> says what is guaranteed.
/// </summary>
internal sealed class FileDraft : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Groups = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;

    private readonly string _named;
    private readonly string _target;
    private readonly bool _isNew;

    /// <summary>Null when it is written through a pipe or device, or has its name.</summary>
    private string? _part;

    private FileDraft(string named, string target, bool isNew, string? part, FileStream stream)
    {
        _named = named;
        _target = target;
        _isNew = isNew;
        _part = part;
        Stream = stream;
        GoesThrough = part is null;
    }

    /// <summary>What to write to. Finishing closes it.</summary>
    public FileStream Stream { get; }

    /// <summary>There is nothing between the writer and a pipe or device: it cannot be read back, and what is written has left.</summary>
    public bool GoesThrough { get; }

    /// <exception cref="DirectoryNotFoundException">There is no folder for it.</exception>
    /// <exception cref="IOException">It is there and may not be replaced, or cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static FileDraft Begin(string path, FileRule rule)
    {
        FileTarget target = FileTarget.Find(path);
        if (target.Status.Kind == FileKind.Channel)
        {
            return rule.IsStored
                ? throw new IOException($"'{path}' is a pipe or device, which keeps nothing. Name a file.")
                : new FileDraft(path, target.Path, isNew: false, part: null, OpenChannel(path, target.Path));
        }

        if (rule.IsNew && target.Status.Kind == FileKind.Regular)
        {
            throw Taken(path);
        }

        if (rule.IsNew && target.IsLink)
        {
            throw new IOException($"'{path}' is a link to '{target.Path}', which is not there. Name that file itself, or remove the link.");
        }

        FileStatus? before = target.Status.Kind == FileKind.Regular ? target.Status : null;
        string part = rule.IsUnderLock ? DurableFile.PartOf(target.Path) : RandomName(Path.GetDirectoryName(target.Path)!);
        UnixFileMode? mode = rule.IsPrivate ? OwnerOnly & (before?.Mode ?? OwnerOnly) : before?.Mode;
        FileStream stream = Create(path, part, mode, rule.IsUnderLock);
        FileDraft draft = new(path, target.Path, rule.IsNew, part, stream);
        try
        {
            draft.TakeOver(before, mode);
            return draft;
        }
        catch
        {
            draft.Dispose();
            throw;
        }
    }

    /// <summary>A file that gets its name by <see cref="TryFinishAs"/>.</summary>
    public static FileDraft BeginIn(string folder)
    {
        string part = RandomName(folder);
        return new FileDraft(folder, part, isNew: true, part, Create(folder, part, mode: null, replaces: false));
    }

    /// <summary>All of it is on the disk, and then under its name.</summary>
    /// <exception cref="IOException">It cannot be written, or something has the name meanwhile that may not be replaced.</exception>
    public void Finish()
    {
        Close();
        if (_part is not { } part)
        {
            return;
        }

        if (!_isNew)
        {
            Replace(part);
        }
        else if (!DurableFile.TryName(part, _target))
        {
            throw Taken(_named);
        }

        _part = null;
    }

    /// <summary>Finishes it under a name that nothing else has, not even a link.</summary>
    /// <returns>False when something has.</returns>
    public bool TryFinishAs(string path)
    {
        Close();
        if (!DurableFile.TryName(_part!, path))
        {
            return false;
        }

        _part = null;
        return true;
    }

    /// <summary>An error of the disk, as one of the file that was asked for; null when it is not of this file.</summary>
    public IOException? Explain(Exception error) => error switch
    {
        IOException e when e.Message.IndexOf($" : '{Stream.Name}'", StringComparison.Ordinal) is > 0 and int end =>
            new IOException($"'{_named}' was not written: {e.Message[..end].TrimEnd('.')}.", e) { HResult = e.HResult },

        // What .NET makes of EFBIG.
        ArgumentOutOfRangeException { ParamName: "value" } =>
            new IOException($"'{_named}' was not written: no file may become so large here (ulimit -f).", error),
        _ => null,
    };

    public void Dispose()
    {
        try
        {
            Stream.Dispose();
        }
        catch (Exception e) when (Explain(e) is not null)
        {
            // What a full disk did not take is tried once more when it is closed.
        }
        finally
        {
            Discard();
        }
    }

    private void Discard()
    {
        if (_part is not { } part)
        {
            return;
        }

        _part = null;
        try
        {
            File.Delete(part);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Why it was given up is what has to be told.
        }
    }

    private static FileStream OpenChannel(string named, string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new UnauthorizedAccessException($"'{named}' may not be written. Get the right to write it, or name another file.", e);
        }
    }

    private static FileStream Create(string named, string part, UnixFileMode? mode, bool replaces)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (mode is { } wanted && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = wanted;
        }

        try
        {
            // Always new, so that neither a link nor somebody else's file can be in its place.
            return new FileStream(part, options);
        }
        catch (IOException) when (replaces && Path.Exists(part))
        {
            File.Delete(part);
            return new FileStream(part, options);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new UnauthorizedAccessException(
                $"'{named}' cannot be written, because its directory '{Path.GetDirectoryName(part)}' may not be: "
                + "a file is made anew beside it. "
                + "Get the right to write there, or name another one.",
                e);
        }
        catch (IOException e) when (e.Message.IndexOf(" : '", StringComparison.Ordinal) is > 0 and int end)
        {
            throw new IOException($"'{named}' was not written: {e.Message[..end].TrimEnd('.')}.", e) { HResult = e.HResult };
        }
    }

    /// <summary>
    /// Who replaces another's file leaves it to its owner and group; whom that would let in who was not meant is kept out.
    /// </summary>
    private void TakeOver(FileStatus? before, UnixFileMode? mode)
    {
        if (OperatingSystem.IsWindows() || before is not { } old || mode is not { } wanted)
        {
            return;
        }

        FileStatus made = FileStatus.Of(_part!);
        bool isOfGroup = (made.User, made.Group) == (old.User, old.Group) || UnixCalls.TryGive(Stream.SafeFileHandle, old.User, old.Group);
        File.SetUnixFileMode(Stream.SafeFileHandle, isOfGroup ? wanted : wanted & ~Groups);
    }

    private void Replace(string part)
    {
        try
        {
            File.Move(part, _target, overwrite: true);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new UnauthorizedAccessException(
                $"'{_named}' may not be replaced: it or its directory is protected. Name another file.", e);
        }

        DurableFile.FlushFolder(Path.GetDirectoryName(_target)!);
    }

    private void Close()
    {
        if (_part is not null && Stream.CanWrite)
        {
            Stream.Flush(flushToDisk: true);
        }

        Stream.Dispose();
    }

    private static string RandomName(string folder) => Path.Combine(folder, $"hl-{Guid.NewGuid():N}.part");

    private static IOException Taken(string path) => new($"'{path}' is there already. Name another file, or overwrite it.");
}
