namespace HelpLightning.Client;

/// <summary>
/// What tells one version of a key file from the next. Links are followed, so that the swapped links by which Kubernetes
/// replaces a mounted secret are seen; file system events miss those.
/// </summary>
internal readonly record struct KeyFileState(string? Target, DateTime Written, long Length)
{
    public static KeyFileState? Of(string path)
    {
        try
        {
            FileInfo file = new(path);
            string? target = file.ResolveLinkTarget(returnFinalTarget: true)?.FullName;
            FileInfo final = target is null ? file : new FileInfo(target);
            return final.Exists ? new KeyFileState(target, final.LastWriteTimeUtc, final.Length) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
