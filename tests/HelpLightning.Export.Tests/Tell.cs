namespace HelpLightning.Export.Tests;

/// <summary>Progress that is told at once and in order.</summary>
internal sealed class Tell<T>(Action<T> told) : IProgress<T>
{
    public void Report(T value) => told(value);
}
