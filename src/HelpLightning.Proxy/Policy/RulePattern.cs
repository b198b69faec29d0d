namespace HelpLightning.Proxy;

/// <summary>The path of a rule, ready to be matched. Never allocates, and takes no longer for many stars than for one.</summary>
internal sealed class RulePattern
{
    private readonly Segment[] _segments;

    /// <param name="path">A pattern that has been checked, with its slash before and none behind.</param>
    public RulePattern(string path) => _segments = [.. path[1..].Split('/').Select(static text => new Segment(text))];

    /// <summary>Of the segments, each is the path's own: an empty one, as <c>/a/</c> ends in, meets nothing but <c>**</c>.</summary>
    public bool Matches(ReadOnlySpan<char> path, bool ignoreCase)
    {
        if (path.IsEmpty || path[0] != '/')
        {
            return false;
        }

        int segment = 0;
        int at = 1;
        int anyNumber = -1;
        int resumeAt = 0;
        while (true)
        {
            if (segment == _segments.Length)
            {
                if (at > path.Length)
                {
                    return true;
                }
            }
            else if (_segments[segment].IsAnyNumber)
            {
                if (segment == _segments.Length - 1)
                {
                    return true;
                }

                anyNumber = segment++;
                resumeAt = at;
                continue;
            }
            else if (at <= path.Length)
            {
                int end = EndOf(path, at);
                if (_segments[segment].Matches(path[at..end], ignoreCase))
                {
                    segment++;
                    at = end + 1;
                    continue;
                }
            }

            // Only the last ** needs to take more: what the ones before it took was the least that let the path come this far.
            if (anyNumber < 0 || resumeAt > path.Length)
            {
                return false;
            }

            resumeAt = EndOf(path, resumeAt) + 1;
            at = resumeAt;
            segment = anyNumber + 1;
        }
    }

    private static int EndOf(ReadOnlySpan<char> path, int start)
    {
        int length = path[start..].IndexOf('/');
        return length < 0 ? path.Length : start + length;
    }

    private readonly struct Segment(string text)
    {
        private readonly string _text = text;
        private readonly bool _isAny = text == "*";
        private readonly bool _hasStar = text.Contains('*', StringComparison.Ordinal);

        public bool IsAnyNumber { get; } = text == "**";

        public bool Matches(ReadOnlySpan<char> segment, bool ignoreCase) =>
            _isAny ? !segment.IsEmpty
            : _hasStar ? Wildcard.Matches(_text, segment, ignoreCase)
            : segment.Equals(_text, ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
    }
}
