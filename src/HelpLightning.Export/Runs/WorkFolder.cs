using System.Text.Json;
using HelpLightning.Export.Files;
using HelpLightning.Files;

namespace HelpLightning.Export.Runs;

/// <summary>Where an export is kept until it is whole. Only one run at a time works in it.</summary>
internal sealed class WorkFolder : IDisposable
{
    public const string Name = ".hl-export";

    private const string LockName = "lock";

    private readonly FileStream _lock;

    private WorkFolder(string target, FileStream @lock)
    {
        Target = target;
        _lock = @lock;
    }

    /// <summary>Where the result goes.</summary>
    public string Target { get; }

    /// <summary>What is not finished.</summary>
    public string Work => Path.Combine(Target, Name);

    /// <summary>The files of the result.</summary>
    public string Files => Path.Combine(Work, "files");

    private string JobFile => Path.Combine(Work, "job.json");

    /// <exception cref="ExportException">Another run is at it, or it cannot be written.</exception>
    public static WorkFolder Open(string target)
    {
        string folder = Path.GetFullPath(target);
        string work = Path.Combine(folder, Name);
        try
        {
            Directory.CreateDirectory(folder);
            MakePrivate(work);
            string file = Path.Combine(work, LockName);
            return new WorkFolder(folder, new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new ExportException(
                $"'{folder}' cannot be written: {e.Message} Choose another folder, or get the right to write there.", e);
        }
        catch (IOException e) when (Directory.Exists(work))
        {
            throw new ExportException($"Another export into '{folder}' is running. Wait for it, or choose another folder.", e);
        }
        catch (IOException e)
        {
            throw new ExportException($"'{folder}' cannot be used as a folder: {e.Message}", e);
        }
    }

    /// <summary>The run that was broken off here; null when there is none.</summary>
    public ExportJob? FindJob()
    {
        if (!File.Exists(JobFile))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(JobFile), ExportJson.Default.ExportJob);
        }
        catch (JsonException e)
        {
            throw Damaged(e);
        }
    }

    public void Begin(ExportJob job)
    {
        // What an older run may have left when it was ended while it cleaned up.
        foreach (string file in Directory.EnumerateFiles(Work).Where(file => Path.GetFileName(file) != LockName))
        {
            File.Delete(file);
        }

        if (Directory.Exists(Files))
        {
            Directory.Delete(Files, recursive: true);
        }

        MakePrivate(Files);
        DurableFile.Write(JobFile, JsonSerializer.SerializeToUtf8Bytes(job, ExportJson.Default.ExportJob), ExportRules.State);
    }

    public ExportException Damaged(Exception? reason = null) =>
        new($"The unfinished export in '{Work}' is damaged. Delete that folder to begin anew.", reason);

    /// <summary>Deletes all that was not the result. What tells of the run goes first: without it the rest means nothing.</summary>
    public void Remove()
    {
        File.Delete(JobFile);
        _lock.Dispose();
        Directory.Delete(Work, recursive: true);
    }

    /// <summary>The same for a run that failed: why it did matters more than what it leaves, which the next one deletes.</summary>
    public void TryRemove()
    {
        try
        {
            Remove();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Such as a disk that is read-only by now.
        }
    }

    public void Dispose() => _lock.Dispose();

    private static void MakePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
