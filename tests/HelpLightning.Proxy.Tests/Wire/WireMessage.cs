using System.Globalization;
using System.Text;

namespace HelpLightning.Proxy.Tests;

/// <summary>A request or answer as it came over a socket: its first line, its header lines, its body without the framing.</summary>
internal sealed record WireMessage(string FirstLine, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body)
{
    public string Method => FirstLine.Split(' ')[0];

    public string Target => FirstLine.Split(' ')[1];

    public int Status => int.Parse(FirstLine.Split(' ')[1], CultureInfo.InvariantCulture);

    public string Text => Encoding.UTF8.GetString(Body);

    public string[] All(string name) => [.. Headers.Where(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(h => h.Value)];

    public string? One(string name) => All(name) is [var value] ? value : null;

    /// <summary>Null at the end of the stream.</summary>
    /// <param name="stream">Read from no further than the message goes, but for what is buffered.</param>
    /// <param name="hasBody">False for an answer to HEAD.</param>
    /// <param name="onHead">Told before the body is read.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<WireMessage?> ReadAsync(
        BufferedSocket stream, bool hasBody, Func<string, Task>? onHead, CancellationToken cancellationToken)
    {
        List<string> lines = [];
        while (true)
        {
            string? line = await stream.ReadLineAsync(cancellationToken);
            if (line is null)
            {
                return null;
            }

            if (line.Length == 0 && lines.Count > 0)
            {
                break;
            }

            if (line.Length > 0)
            {
                lines.Add(line);
            }
        }

        (string Name, string Value)[] headers =
        [
            .. lines.Skip(1).Select(line => (line[..line.IndexOf(':', StringComparison.Ordinal)], line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim(' ', '\t'))),
        ];
        if (onHead is not null)
        {
            await onHead(lines[0]);
        }

        string? Of(string name) => headers.FirstOrDefault(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
        using MemoryStream body = new();
        bool isAnswer = lines[0].StartsWith("HTTP/", StringComparison.Ordinal);
        if (!hasBody || (isAnswer && lines[0].Split(' ')[1] is "204" or "304" or "100"))
        {
            return new WireMessage(lines[0], headers, []);
        }

        if (Of("Transfer-Encoding")?.Contains("chunked", StringComparison.OrdinalIgnoreCase) == true)
        {
            while (true)
            {
                string size = await stream.ReadLineAsync(cancellationToken) ?? throw new EndOfStreamException();
                int length = int.Parse(size.Split(';')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                await stream.CopyAsync(body, length, cancellationToken);
                if (length == 0)
                {
                    // Trailers, up to the empty line.
                    while (await stream.ReadLineAsync(cancellationToken) is { Length: > 0 })
                    {
                    }

                    break;
                }

                _ = await stream.ReadLineAsync(cancellationToken);
            }
        }
        else if (Of("Content-Length") is { } announced)
        {
            await stream.CopyAsync(body, int.Parse(announced, CultureInfo.InvariantCulture), cancellationToken);
        }
        else if (isAnswer)
        {
            await stream.CopyRestAsync(body, cancellationToken);
        }

        return new WireMessage(lines[0], headers, body.ToArray());
    }
}
