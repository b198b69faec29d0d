using System.Globalization;
using System.Text.RegularExpressions;

namespace HelpLightning.Cli.Tests.Transcripts;

/// <summary>Puts words in place of what is another in each run: addresses, folders, tokens, ids that were made up, the present time.</summary>
internal static partial class Steady
{
    /// <summary>From here Unicode has a picture for each control character, which a reader of the file can see.</summary>
    private const char FirstControlPicture = '\u2400';

    /// <summary>Longer than a run takes, and too short to hide what the seed says.</summary>
    private static readonly TimeSpan Nearby = TimeSpan.FromHours(1);

    public static string Of(string text, Scene scene)
    {
        text = text.Replace(scene.Address, "http://sandbox", StringComparison.Ordinal).Replace(scene.Home, "/home/ann", StringComparison.Ordinal);
        text = Unseen().Replace(text, static match => match.Value[0] < ' ' ? ((char)(FirstControlPicture + match.Value[0])).ToString() : $"<U+{(int)match.Value[0]:X4}>");
        text = Token().Replace(text, "(token)");
        text = RandomUuid().Replace(text, "(uuid)");
        text = DatedUuid().Replace(text, static match => IsNow(MadeAt(match.Value)) ? "(uuid)" : match.Value);
        text = LinkCode().Replace(text, "$1(code)");
        text = HttpDate().Replace(text, "Date: (now)");
        text = ContentLength().Replace(text, "Content-Length: N");
        text = Milliseconds().Replace(text, "after N ms");
        text = Length().Replace(text, "N characters)");
        return Time().Replace(text, static match => IsNow(match.Value) ? "(now)" : match.Value);
    }

    private static bool IsNow(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) && IsNow(time);

    private static bool IsNow(DateTimeOffset time) => (time - TimeProvider.System.GetUtcNow()).Duration() < Nearby;

    /// <summary>The first 48 bits are milliseconds since 1970 (RFC 9562, section 5.7).</summary>
    private static DateTimeOffset MadeAt(string uuid) =>
        DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(uuid.Replace("-", "", StringComparison.Ordinal).AsSpan(0, 12), NumberStyles.HexNumber, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"[\x00-\x09\x0B-\x1F\u202A-\u202E\u2066-\u2069]")]
    private static partial Regex Unseen();

    [GeneratedRegex(@"eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")]
    private static partial Regex Token();

    /// <summary>Version 4; those of the seed are of version 7 and the same in every run.</summary>
    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex RandomUuid();

    /// <summary>Version 7, which those of the seed have as well, and which tells when it was made.</summary>
    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex DatedUuid();

    [GeneratedRegex("(/meet/link/|code=|sig=)[A-Za-z0-9_-]{6,}")]
    private static partial Regex LinkCode();

    [GeneratedRegex("Date: [A-Z][a-z]{2}, .* GMT")]
    private static partial Regex HttpDate();

    [GeneratedRegex(@"Content-Length: \d+")]
    private static partial Regex ContentLength();

    [GeneratedRegex(@"after \d+ ms")]
    private static partial Regex Milliseconds();

    [GeneratedRegex(@"\d+ characters\)")]
    private static partial Regex Length();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?Z")]
    private static partial Regex Time();
}
