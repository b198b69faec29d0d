using System.Text;
using CsCheck;

namespace HelpLightning.PartnerKeys.Tests.Tokens;

/// <summary>
/// Half surrogates and broken UTF-8, on which the platform's JSON types throw an exception of their own kind and only when
/// a string is asked for. Whatever a token holds: nothing that reads tokens throws, and what was read can be shown.
/// </summary>
public sealed class HostileJsonTests
{
    private static readonly string[] Texts =
    [
        "\\ud800", "\\udc00", "\\ud800\\ud800", "\\udc00\\ud800", "\\ud83d\\ude00", "a\\ud800b", "\\u0000", "\\\\ud800", "\\uD8", "\\", "\u00ff", "\ud83d\ude00",
        "alg", "crit", "iss", "sub", "aud", "exp", "\\u0065xp", "exp\\ud800", "RS256", "Ghazal", "Partner:54344", "Partner:\\udfff", "",
    ];

    private static readonly Gen<string> Text = Gen.OneOf(Gen.OneOf(Texts), Gen.Char.Array[0, 3].Select(static c => new string(c)));

    private static readonly Gen<string> Scalar = Gen.OneOf(
        Text.Select(static text => $"\"{text}\""), Gen.OneOf("1", "-1", "1e400", "1e308", "null", "true", "{", "]", "253402300800", "0.5", "1767225660"));

    private static readonly Gen<string> Value = Gen.OneOf(
        Scalar, Scalar.Array[0, 3].Select(static items => $"[{string.Join(',', items)}]"),
        Gen.Select(Text, Scalar).Select(static (name, value) => $"{{\"{name}\":{value}}}"));

    private static readonly Gen<byte[]> Json = Gen.Select(Gen.Select(Text, Value).Array[0, 4], Gen.Int[-1, 40], Gen.Byte).Select(static (members, at, spoiled) =>
    {
        byte[] json = Encoding.UTF8.GetBytes($"{{{string.Join(',', members.Select(static m => $"\"{m.Item1}\":{m.Item2}"))}}}");
        if (at >= 0)
        {
            json[at % json.Length] = spoiled;
        }

        return json;
    });

    [Theory]
    [InlineData("""{"a":"\ud800"}""", "its claims are no text: a string in it holds half of a surrogate pair")]
    [InlineData("""{"a":["\udc00"]}""", "its claims are no text: a string in it holds half of a surrogate pair")]
    [InlineData("""{"\ud800":1}""", "its claims are no text: a string in it holds half of a surrogate pair")]
    [InlineData("""{"exp\ud800":1}""", "its claims are no text: a string in it holds half of a surrogate pair")]
    public void A_half_surrogate_is_told_and_not_thrown(string claims, string says)
    {
        Assert.False(UnverifiedToken.TryRead(Forge.Sign(Forge.Header, claims), out UnverifiedToken? content, out string? problem));
        Assert.Null(content);
        Assert.Equal(says, problem);
    }

    [Fact]
    public void Broken_UTF8_is_told_and_not_thrown()
    {
        byte[] claims = [.. "{\"a\":\""u8, 0xff, .. "\"}"u8];
        Assert.False(UnverifiedToken.TryRead(Forge.Sign("{}"u8.ToArray(), claims), out _, out string? problem));
        Assert.Equal("its claims are not UTF-8", problem);
    }

    [Fact]
    public void No_header_and_no_claims_make_a_reader_of_tokens_throw() => Gen.Select(Json, Json).Sample(
        static (header, claims) =>
        {
            string token = Forge.Sign(header, claims);
            if (UnverifiedToken.TryRead(token, out UnverifiedToken? content, out string? problem))
            {
                Assert.Null(problem);
                Assert.Equal(Encoding.UTF8.GetString(claims), content.Claims);
                Assert.NotEmpty(content.LifeInWords(Forge.Now));
            }
            else
            {
                Assert.NotEmpty(problem);
            }


            // Signed by the site's key, so that the claims are read as well.
            _ = Forge.Verifier.Verify(token);
            _ = Forge.Verifier.Verify(Forge.Sign(Encoding.UTF8.GetBytes(Forge.Header), claims));
        }, iter: 4000);
}
