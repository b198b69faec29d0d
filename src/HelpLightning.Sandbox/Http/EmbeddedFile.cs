using System.Reflection;

namespace HelpLightning.Sandbox.Http;

/// <summary>Files that are part of the program.</summary>
internal static class EmbeddedFile
{
    public static byte[] Read(string name)
    {
        using Stream stream = typeof(EmbeddedFile).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not part of {Assembly.GetExecutingAssembly().GetName().Name}.");
        byte[] content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
