namespace HelpLightning.Export;

/// <summary>Writes a file that is there whole or not at all, also when the machine stops in between.</summary>
internal static class WholeFile
{
    /// <summary>Replaces the file when the new one is safe on disk.</summary>
    public static void Replace(string path, Action<Stream> write)
    {
        string part = path + ".part";
        using (FileStream stream = new(part, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            write(stream);
            stream.Flush(flushToDisk: true);
        }

        File.Move(part, path, overwrite: true);
    }
}
