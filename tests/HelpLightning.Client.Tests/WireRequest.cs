namespace HelpLightning.Client.Tests;

/// <summary>A request as it came over the wire.</summary>
internal sealed record WireRequest(int Number, string Text)
{
    public string Target => Text.Split(' ')[1];

    public string Body => Text[(Text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];

    public string[] Headers(string name) =>
    [
        .. Text.Split("\r\n\r\n")[0].Split("\r\n").Skip(1)
            .Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
            .Select(line => line[(name.Length + 1)..].Trim()),
    ];
}
