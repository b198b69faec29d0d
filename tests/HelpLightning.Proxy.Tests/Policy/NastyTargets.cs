using CsCheck;

namespace HelpLightning.Proxy.Tests.Policy;

/// <summary>Targets made of what proxies have stumbled over, around a few rules.</summary>
internal static class NastyTargets
{
    public static readonly OtherMatcher[] Policies =
    [
        new([], []),
        new(["GET /v1/public/**"], []),
        new(["GET /v1/*", "GET,HEAD /v1/users/*", "* /auth/**"], ["* /v1/users/me"]),
        new([], ["* /v1/admin/**", "GET /v1/users/me", "POST /api/**/keys"]),
        new([], ["* /v1/*/admin", "* /auth/a*n"], readOnly: true),
        new(["* /v1/u*s/**", "* /v1/**"], ["* /v1/**/admin/**"]),
    ];

    private static readonly string[] Words = ["api", "auth", "v1", "public", "users", "me", "admin", "keys", "a", "x2f", "7"];

    private static readonly string[] Nasty =
    [
        "API", "Admin", "..", ".", "...", "/", "//", "\\", ";", ";x=1", "#", "?", "%2e", "%2E%2e", "%2f", "%2F", "%5c", "%3b", "%23", "%3F", "%25", "%252f",
        "%252e%252e", "%2525", "%20", "%61", "%41", "%2561dmin", "%EF%BC%8F", "%EF%BC%8E", "%E2%82%AC", "%C3%A9", "%c0%af", "%E9", "%00", "%zz", "%u002e", "+", "*",
        "/../", "/./", "/..;/", "..%2f", "%2e%2e/", "/..\\", "admin.", "me%20", "a%2Fb/%2e%2e/", "/%2e%2e/",
        ";/", ";x=1/", "me;", "admin;x/",
    ];

    private static readonly string[] Starts =
        ["/api/", "/api/v1/", "/api/v1/public/", "/api/v1/users/", "/auth/", "/api/v1/users/me", "/api/v1/u7s/", "/", "//", "/%61pi/", "/API/v1/"];

    private static readonly Gen<string> Piece = Gen.Frequency((3, Gen.OneOf(Words)), (2, Gen.Const("/")), (2, Gen.OneOf(Nasty)));

    public static readonly Gen<string> Target = Gen.Select(
        Gen.Frequency((9, Gen.OneOf(Starts[..7])), (1, Gen.OneOf(Starts[7..]))), Piece.Array[0, 7],
        static (start, pieces) => start + string.Concat(pieces));

    public static readonly Gen<(OtherMatcher Policy, string Method, string Target)> Request =
        Gen.Select(Gen.OneOf(Policies), Gen.OneOf("GET", "GET", "GET", "HEAD", "POST", "DELETE"), Target);
}
