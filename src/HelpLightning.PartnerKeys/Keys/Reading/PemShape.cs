namespace HelpLightning.PartnerKeys;

/// <summary>Is a PEM text as other programs want it: BEGIN and END on lines of their own, and short lines between them?</summary>
internal static class PemShape
{
    private const int LongestLine = 76;

    public static bool IsUsual(ReadOnlySpan<char> text)
    {
        bool isInside = false;
        foreach (Range range in text.Split('\n'))
        {
            ReadOnlySpan<char> line = text[range].TrimEnd("\r ");
            bool isBegin = line.StartsWith("-----BEGIN ");
            bool isEnd = line.StartsWith("-----END ");
            if (line.Contains('\r') || ((isBegin || isEnd) && (line.Count("-----") != 2 || !line.EndsWith("-----")))
                || (!isBegin && !isEnd
                    && (line.IndexOf("-----") >= 0 || (isInside && (line.Length > LongestLine || line.StartsWith(' '))))))
            {
                return false;
            }

            isInside = isBegin || (isInside && !isEnd);
        }

        return true;
    }
}
