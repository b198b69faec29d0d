using System.Text;

namespace HelpLightning.Client.Tests;

/// <summary>docs/api-coverage.md tells the truth: it is made here, from the code. Run with UPDATE_DOCS=1 to write it anew.</summary>
public sealed class ApiCoverageTests
{
    /// <summary>What is known to exist for customers, without the browser's step of single sign-on.</summary>
    private const int CustomerRoutes = 62;

    private const int ExperimentalRoutes = 6;

    [Fact]
    public void Every_route_is_called_by_a_method_and_exercised_by_a_test()
    {
        Assert.Equal(KnownRoutes.All.Order(StringComparer.Ordinal), ApiCoverage.All.Select(r => r.Route).Order(StringComparer.Ordinal));
        Assert.Equal(CustomerRoutes + ExperimentalRoutes, ApiCoverage.All.Length);
        Assert.All(ApiCoverage.All, r => Assert.True(r.Methods.Length > 0, $"no method calls {r.Route}"));
        Assert.All(ApiCoverage.All, r => Assert.True(r.Tests.Any(t => t.Contains("Routes.", StringComparison.Ordinal)), $"no reply written by hand for {r.Route}"));
        Assert.All(ApiCoverage.All, r => Assert.True(r.Tests.Any(t => t.Contains("Contract.", StringComparison.Ordinal)), $"no contract test of {r.Route}"));
    }

    [Fact]
    public void The_table_in_the_docs_is_the_codes()
    {
        string file = Path.Combine(RepositoryFolder.Root, "docs", "api-coverage.md");
        string table = Table();
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            File.WriteAllText(file, table);
        }

        Assert.Equal(table, File.ReadAllText(file));
    }

    private static string Table()
    {
        StringBuilder text = new($"""
            # API coverage

            Every route of the API that is publicly known and meant for customers, the method of `HelpLightning.Client` that calls it, the
            tests that exercise it (`…Routes` with replies written by hand, `…Contract` against the sandbox, or a real site), and where
            the route is known from. {CustomerRoutes} routes, {ExperimentalRoutes} experimental ones (`areas`), and the
            browser's step of single sign-on (`SingleSignOn`). The vendor's two internal admin routes are left out on purpose.

            Made from the code by a test; to write it anew: `UPDATE_DOCS=1 dotnet test --project tests/HelpLightning.Client.Tests`.

            | route | token | method | tests | known from |
            |---|---|---|---|---|

            """);
        foreach (ApiCoverage route in ApiCoverage.All)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture,
                $"| `{route.Route}` | {Words(route.Token)} | {Names(route.Methods)} | {Names(route.Tests)} | {Source(route.Confidence)} |\n");
        }

        return text.ToString();
    }

    private static string Names(string[] names) => string.Join("<br>", names.Select(n => $"`{n}`"));

    private static string Words(string token) => token switch
    {
        "None" => "API key only",
        "EnterpriseOrUser" => "site or user",
        "Enterprise" => "site",
        "HelpThread" => "help thread",
        _ => token.ToLowerInvariant(),
    };

    private static string Source(string confidence) => confidence switch
    {
        "VendorDocs" => "vendor's documentation",
        "VendorCode" => "vendor's code",
        _ => "third party",
    };
}
