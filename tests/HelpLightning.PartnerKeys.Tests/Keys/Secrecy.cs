using System.Text;

namespace HelpLightning.PartnerKeys.Tests.Keys;

/// <summary>Looks for key material in what an error shows: its text, its inner errors and where it happened.</summary>
internal static class Secrecy
{
    /// <summary>Characters of base64, that is nine bytes of a key.</summary>
    private const int Run = 12;

    public static void RequireNoneOf(byte[] content, Exception e)
    {
        string? leak = FindLeak(content, e.ToString());
        Assert.True(leak is null, $"the error repeats '{leak}' from the key: {e.Message}");
        Assert.Empty(e.Data);
        Assert.DoesNotContain(TestKeys.Passphrase, e.ToString(), StringComparison.Ordinal);
    }

    public static void RequireNoneOf(string content, Exception e) => RequireNoneOf(Encoding.UTF8.GetBytes(content), e);

    /// <summary>The first run of the content (or of its base64 or hex form, for bytes) that the text repeats.</summary>
    public static string? FindLeak(byte[] content, string shown)
    {
        HashSet<string> runs = [];
        AddRuns(runs, Secret(Encoding.Latin1.GetString(content)));
        AddRuns(runs, System.Convert.ToBase64String(content));
        AddRuns(runs, System.Convert.ToHexString(content));
        AddRuns(runs, System.Convert.ToHexStringLower(content));
        for (int i = 0; i + Run <= shown.Length; i++)
        {
            if (runs.Contains(shown.Substring(i, Run)))
            {
                return shown.Substring(i, Run);
            }
        }

        return null;
    }

    /// <summary>BEGIN and END lines and headers ("Proc-Type: 4,ENCRYPTED") are no part of the key; line breaks are no cover.</summary>
    private static string Secret(string text) => string.Concat(text.Split(['\n', '\r']).Where(
        line => !line.Contains("-----", StringComparison.Ordinal) && !line.Contains(": ", StringComparison.Ordinal)));

    private static void AddRuns(HashSet<string> runs, string text)
    {
        for (int i = 0; i + Run <= text.Length; i++)
        {
            runs.Add(text.Substring(i, Run));
        }
    }
}
