using HelpLightning.Files;

namespace HelpLightning.Client;

/// <summary>A file that is not whole yet. It gets its name, or the next free one, when it is; otherwise it is deleted.</summary>
internal sealed class PartFile(string folder) : IDisposable
{
    private const int MostNames = 10_000;

    private readonly FileDraft _draft = FileDraft.BeginIn(folder);

    public FileStream Stream => _draft.Stream;

    /// <summary>Gives the file its name, or the next free one: <c>name (2).jpg</c>.</summary>
    /// <exception cref="IOException">It cannot be written or named.</exception>
    public string FinishAs(string name)
    {
        string stem = Path.GetFileNameWithoutExtension(name);
        string extension = Path.GetExtension(name);
        for (int number = 1; number <= MostNames; number++)
        {
            string path = Path.Combine(folder, number == 1 ? name : $"{stem} ({number}){extension}");
            if (_draft.TryFinishAs(path))
            {
                return path;
            }
        }

        throw new IOException($"There are {MostNames} files named like '{name}' in '{folder}' already.");
    }

    public void Dispose() => _draft.Dispose();
}
