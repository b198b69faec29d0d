using System.Reflection;

namespace HelpLightning.Sandbox.Page;

/// <summary>The files that are part of the program.</summary>
internal static class PageAssets
{
    public static byte[] Read(string name)
    {
        using Stream stream = typeof(PageAssets).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not part of {Assembly.GetExecutingAssembly().GetName().Name}.");
        byte[] content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
