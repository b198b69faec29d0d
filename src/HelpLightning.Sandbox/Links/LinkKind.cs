using HelpLightning.Sandbox.Errors;

namespace HelpLightning.Sandbox.Links;

/// <summary>The kinds of link: words when one is made, numbers when one is sent.</summary>
internal static class LinkKind
{
    public const string OneTime = "otu";
    public const string MyHelpSpace = "mhs";
    public const string ThirdParty = "tpi";

    public static string FromWord(string word) => word is OneTime or MyHelpSpace or ThirdParty
        ? word
        : throw SandboxException.BadParameter("Parameter 'linkType' wants otu (one time), mhs (My Help Space) or tpi (third party).");

    public static string FromNumber(string number) => number switch
    {
        "1" => MyHelpSpace,
        "2" => OneTime,
        _ => throw SandboxException.BadParameter("Parameter 'linkType' wants 1 (My Help Space) or 2 (one time)."),
    };
}
