using System.Text;
using CsCheck;

namespace HelpLightning.Proxy.Tests.Policy;

public sealed class PolicyFileTests : IDisposable
{
    private const string Whole = """
        // Who may do what.
        {
          "read_only": true, /* for now */
          "allow": ["GET /v1r1/enterprise/**", "* /auth/**",],
          "deny": ["* /v1r1/enterprise/keys"],
          "act_as": { "user": "ann@example.com", "allowed": ["*@example.com", "17"] },
          "requests_per_second": 2.5,
          "burst": 40,
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("hl-policy-").FullName;

    private string PathOf(string name) => Path.Combine(_folder, name);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private ProxyPolicy Read(string json)
    {
        File.WriteAllText(PathOf("p.json"), json);
        return ProxyPolicyFile.Read(PathOf("p.json"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\ufeff")]
    public void A_file_says_all_there_is_to_a_policy(string mark)
    {
        ProxyPolicy policy = Read(mark + Whole);
        Assert.True(policy.ReadOnly);
        Assert.Equal(["GET /v1r1/enterprise/**", "* /auth/**"], policy.Allow.Select(static r => r.ToString()));
        Assert.Equal(["* /v1r1/enterprise/keys"], policy.Deny.Select(static r => r.ToString()));
        Assert.Equal("ann@example.com", policy.ActAs.User);
        Assert.Equal(["*@example.com", "17"], policy.ActAs.Allowed);
        Assert.Equal(new RateLimit(2.5, 40), policy.RateLimit);
    }

    [Fact]
    public void What_is_left_out_is_as_if_there_were_no_policy()
    {
        ProxyPolicy policy = Read("{}");
        Assert.False(policy.ReadOnly);
        Assert.Empty(policy.Allow);
        Assert.Empty(policy.Deny);
        Assert.Null(policy.ActAs.User);
        Assert.Empty(policy.ActAs.Allowed);
        Assert.Null(policy.RateLimit);
        Assert.Equal(new RateLimit(20), Read("""{ "requests_per_second": 20 }""").RateLimit);
    }

    [Theory]
    [InlineData("{\n  \"alow\": []\n}", 2, 3, "\"alow\" is no setting of a policy", "Did you mean \"allow\"?")]
    [InlineData("{ \"Read-Only\": true }", 1, 3, "\"Read-Only\" is no setting", "Did you mean \"read_only\"?")]
    [InlineData("{ \"rate\": 1 }", 1, 3, "\"rate\" is no setting", "Write one of read_only, allow, deny, act_as, requests_per_second, burst.")]
    [InlineData("{ \"act_as\": { \"usr\": \"a@b\" } }", 1, 15, "\"usr\" is no setting of \"act_as\"", "Did you mean \"user\"?")]
    [InlineData("{ \"x\\u001b[31m\": 1 }", 1, 3, "\"x%1B[31m\" is no setting", "Write one of")]
    [InlineData("{ \"deny\": [], \"deny\": [] }", 1, 15, "\"deny\" is there twice", "Join the two")]
    [InlineData("{ \"deny\": [], \"d\\u0065ny\": [] }", 1, 15, "\"deny\" is there twice", "Join the two")]
    [InlineData("{ \"act_as\": { \"user\": \"a@b\",\n\"user\": \"a@c\" } }", 2, 1, "\"user\" is there twice", "Join the two")]
    [InlineData("{ \"read_only\": \"yes\" }", 1, 16, "\"read_only\" is text and wants to be true or false", "Write true.")]
    [InlineData("{ \"read_only\": null }", 1, 16, "\"read_only\" is null and wants to be true or false", "Write true.")]
    [InlineData("{ \"allow\": \"GET /v1/x\" }", 1, 12, "\"allow\" is text and wants to be a list", "Write [\"GET /v1r1/**\"].")]
    [InlineData("{ \"allow\": [\"GET /v1/x\", 7] }", 1, 26, "\"allow[1]\" is a number and wants to be text", "Write \"GET /v1r1/**\".")]
    [InlineData("{ \"allow\": [] }", 1, 12, "\"allow\" is empty", "\"deny\": [\"* /api/**\", \"* /auth/**\"]")]
    [InlineData("{ \"deny\": [\n\t\"* /v1/x\",\n\t\"get /v1/y\"] }", 3, 2, "names the method 'get' in small letters", "Write 'GET'.")]
    [InlineData("{ /* \u20ac\u20ac */ \"deny\": [\"/v1/x\"] }", 1, 21, "names no method", "'* /v1/x'")]
    [InlineData("{ \"act_as\": \"ann@example.com\" }", 1, 13, "\"act_as\" is text and wants to be an object", "\"user\": \"ann@example.com\"")]
    [InlineData("{ \"act_as\": { \"user\": 17 } }", 1, 23, "\"user\" is a number and wants to be text", "Write \"ann@example.com\".")]
    [InlineData("{ \"act_as\": { \"user\": \"ann\" } }", 1, 23, "'ann' is no person to act as", "digits only")]
    [InlineData("{ \"act_as\": { \"allowed\": [\"17\", \"*x\"] } }", 1, 33, "'*x' is no pattern for people", "*@example.com")]
    [InlineData("{ \"requests_per_second\": \"20\" }", 1, 26, "is text and wants to be a number", "Write 20.")]
    [InlineData("{ \"requests_per_second\": 0 }", 1, 26, "is out of its range", "0.001 to 100000")]
    [InlineData("{ \"requests_per_second\": 1e999 }", 1, 26, "is out of its range", "0.001 to 100000")]
    [InlineData("{ \"requests_per_second\": 1, \"burst\": 1.5 }", 1, 38, "is no whole number", "1 to 1000000")]
    [InlineData("{ \"burst\": 4 }", 1, 12, "no \"requests_per_second\"", "Write both")]
    [InlineData("[]", 1, 1, "The policy is a list and wants to be an object", "{ \"allow\"")]
    [InlineData("{ \"deny\": [", 1, 12, "The JSON is broken here", "half written")]
    [InlineData("{\n\"deny\" [] }", 2, 8, "The JSON is broken here", "a comma, a quote or a bracket")]
    [InlineData("{} {}", 1, 4, "The JSON is broken here", "too many")]
    [InlineData("{ \"deny\": [\"\\ud800\"] }", 1, 12, "This text is not Unicode", "surrogate")]
    [InlineData("{ \"deny\": [[[[[[[[[", 1, 12, "\"deny[0]\" is a list and wants to be text", "Write")]
    public void What_is_wrong_is_told_with_line_and_column_and_what_to_write(string json, int line, int column, string finding, string remedy)
    {
        ProxyPolicyException e = Assert.Throws<ProxyPolicyException>(() => Read(json));
        Assert.StartsWith($"'{PathOf("p.json")}', line {line}, column {column}: ", e.Finding, StringComparison.Ordinal);
        Assert.Contains(finding, e.Finding, StringComparison.Ordinal);
        Assert.Contains(remedy, e.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_none_is_told_by_its_name()
    {
        Assert.Contains("is not there", Assert.Throws<ProxyPolicyException>(() => ProxyPolicyFile.Read(PathOf("none"))).Finding, StringComparison.Ordinal);
        Assert.Contains("is a folder", Assert.Throws<ProxyPolicyException>(() => ProxyPolicyFile.Read(_folder)).Finding, StringComparison.Ordinal);
        Assert.Contains("is empty", Assert.Throws<ProxyPolicyException>(() => Read("\ufeff \n")).Finding, StringComparison.Ordinal);
        Assert.Contains("larger than 256 KiB", Assert.Throws<ProxyPolicyException>(
            () => Read("{}" + new string(' ', 256 * 1024 - 1))).Finding, StringComparison.Ordinal);
        Assert.Empty(Read("{}" + new string(' ', 256 * 1024 - 2)).Allow);
    }

    [Fact]
    public void An_error_never_shows_what_a_file_holds_that_is_no_policy()
    {
        ProxyPolicyException e = Assert.Throws<ProxyPolicyException>(() => Read("-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg"));
        Assert.DoesNotContain("BEGIN", e.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("MIIE", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_a_file_holds_it_is_a_policy_or_one_error() => Gen.Select(Gen.Int[0, 400], Gen.Int[0, 400], Gen.Byte, Gen.Bool).Sample(
        static (cut, at, spoiled, isCut) =>
        {
            byte[] json = Encoding.UTF8.GetBytes(Whole);
            json[at % json.Length] = spoiled;
            json = isCut ? json[..(cut % json.Length)] : json;
            try
            {
                Assert.NotNull(ProxyPolicyFile.Parse(json, "p"));
            }
            catch (ProxyPolicyException e)
            {
                Assert.NotEmpty(e.Remedy);
            }
        }, iter: 20_000);

    [Fact]
    public void Half_a_file_is_never_a_policy()
    {
        byte[] json = Encoding.UTF8.GetBytes(Whole);
        for (int length = 0; length < json.Length; length++)
        {
            Assert.Throws<ProxyPolicyException>(() => ProxyPolicyFile.Parse(json.AsSpan(0, length), "p"));
        }
    }
}
