using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace HelpLightning.Client.Tests;

/// <summary>Tokens as Help Lightning issues them, with an end of the test's choosing. Nobody checks their signature.</summary>
internal static class Jwt
{
    private static int _made;

    /// <summary>Each is another.</summary>
    public static string Until(DateTimeOffset end, string subject = "User:1") => string.Join(
        '.',
        Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8),
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $$"""{"aud":"Ghazal","exp":{{end.ToUnixTimeSeconds()}},"iss":"Ghazal","jti":"{{Interlocked.Increment(ref _made)}}","sub":"{{subject}}"}"""))),
        Base64Url.EncodeToString("0123456789abcdef0123456789abcdef"u8));
}
