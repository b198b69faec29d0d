namespace HelpLightning.Sandbox.Links;

/// <summary>ITU-T E.164: a plus and up to 15 digits.</summary>
internal static class PhoneNumber
{
    public static bool IsE164(string text) =>
        text.Length is >= 8 and <= 16 && text[0] == '+' && text[1] != '0' && text.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;
}
