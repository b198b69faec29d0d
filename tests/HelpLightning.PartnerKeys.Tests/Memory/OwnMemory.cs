using System.Globalization;

namespace HelpLightning.PartnerKeys.Tests.Memory;

/// <summary>All that this process can write to, as the kernel shows it (proc(5), <c>/proc/self/maps</c> and <c>mem</c>).</summary>
internal static class OwnMemory
{
    private const int Piece = 1024 * 1024;

    /// <returns>The needles that are there, with in how many pieces of memory.</returns>
    public static Dictionary<string, int> Find(IReadOnlyCollection<Needle> needles)
    {
        Dictionary<string, int> found = [];
        int overlap = needles.Max(static needle => needle.Masked.Length) - 1;
        byte[] buffer = new byte[Piece + overlap];
        using FileStream memory = new("/proc/self/mem", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        foreach ((long start, long end) in Areas())
        {
            for (long at = start; at < end; at += Piece)
            {
                int length = Read(memory, at, buffer.AsSpan(0, (int)Math.Min(buffer.Length, end - at)));
                Search(buffer.AsSpan(0, length), needles, found);
            }
        }

        return found;
    }

    private static void Search(Span<byte> piece, IReadOnlyCollection<Needle> needles, Dictionary<string, int> found)
    {
        foreach (ref byte b in piece)
        {
            b ^= Needle.Mask;
        }

        foreach (Needle needle in needles)
        {
            if (piece.IndexOf(needle.Masked) >= 0)
            {
                found[needle.Name] = found.GetValueOrDefault(needle.Name) + 1;
            }
        }

        // A needle that was looked at lies here without its mask now.
        piece.Clear();
    }

    private static int Read(FileStream memory, long at, Span<byte> into)
    {
        try
        {
            memory.Position = at;
            return memory.ReadAtLeast(into, into.Length, throwOnEndOfStream: false);
        }
        catch (IOException)
        {
            // An area that was given back meanwhile, or that has no pages.
            return 0;
        }
    }

    private static List<(long Start, long End)> Areas()
    {
        List<(long, long)> areas = [];
        foreach (string line in File.ReadLines("/proc/self/maps"))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            string[] range = words[0].Split('-');
            if (words[1].StartsWith("rw", StringComparison.Ordinal))
            {
                areas.Add((long.Parse(range[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture), long.Parse(range[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture)));
            }
        }

        return areas;
    }
}
