namespace HelpLightning.Cli.Tests.Steps;

/// <summary>A call by which a program changes a disk, and the path or the open file that it is about.</summary>
internal readonly record struct Step(string Call, string Path)
{
    /// <summary>Of these there are thousands, and a part of what they write is as good as another.</summary>
    public bool IsWrite => Call is "write" or "pwrite64";
}
