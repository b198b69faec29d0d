namespace HelpLightning.Client;

/// <summary>A file that is not whole yet. It gets its name when it is; otherwise it is deleted.</summary>
internal sealed class PartFile : IDisposable
{
    private const int MostNames = 10_000;

    private readonly string _folder;
    private readonly string _path;
    private bool _isFinished;

    private PartFile(string folder, string path)
    {
        _folder = folder;
        _path = path;
        Stream = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
    }

    public FileStream Stream { get; }

    public static PartFile Create(string folder) => new(folder, Path.Combine(folder, $"download-{Guid.NewGuid():N}.part"));

    /// <summary>Gives the file its name, or the next free one: <c>name (2).jpg</c>.</summary>
    /// <exception cref="IOException">It cannot be written or named.</exception>
    public string FinishAs(string name)
    {
        Stream.Flush(flushToDisk: true);
        Stream.Dispose();
        string stem = Path.GetFileNameWithoutExtension(name);
        string extension = Path.GetExtension(name);
        for (int number = 1; number <= MostNames; number++)
        {
            string path = Path.Combine(_folder, number == 1 ? name : $"{stem} ({number}){extension}");
            try
            {
                // A move that does not overwrite looks and then moves, so that two could take one name: only creating a
                // file is one step.
                new FileStream(path, FileMode.CreateNew).Dispose();
            }
            catch (IOException) when (Path.Exists(path))
            {
                continue;
            }

            File.Move(_path, path, overwrite: true);
            _isFinished = true;
            return path;
        }

        throw new IOException($"There are {MostNames} files named like '{name}' in '{_folder}' already.");
    }

    public void Dispose()
    {
        Stream.Dispose();
        if (!_isFinished)
        {
            File.Delete(_path);
        }
    }
}
