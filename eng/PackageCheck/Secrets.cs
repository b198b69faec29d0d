using System.Text;

namespace PackageCheck;

/// <summary>Test keys are in the repository, and in nothing that ships: neither as files nor inside of one.</summary>
internal sealed class Secrets
{
    private static readonly string[] _suffixes = [".pem", ".der", ".key", ".p12", ".pfx", ".snk"];
    private readonly List<(string Key, byte[] Line)> _lines = [];

    public Secrets(string repository)
    {
        foreach (string folder in Directory.EnumerateDirectories(Path.Combine(repository, "tests"), "keys", SearchOption.AllDirectories))
        {
            foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            {
                // A line from the middle of a PEM is the key's own; the first ones are alike in all keys of a kind.
                string[] lines = [.. File.ReadLines(file).Select(line => line.Trim()).Where(line => line.Length == 64)];
                if (lines.Length >= 3)
                {
                    string line = lines[lines.Length / 2];
                    _lines.Add((Path.GetRelativePath(repository, file), Encoding.ASCII.GetBytes(line)));
                    _lines.Add((Path.GetRelativePath(repository, file), Encoding.Unicode.GetBytes(line)));
                }
            }
        }
    }

    public int Count => _lines.Count / 2;

    public IEnumerable<string> Check(string name, byte[] content)
    {
        if (_suffixes.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase))
        {
            yield return $"{name} is a key, by its name";
        }

        foreach ((string key, _) in _lines.Where(line => content.AsSpan().IndexOf(line.Line) >= 0))
        {
            yield return $"{name} has {key} in it";
        }
    }
}
