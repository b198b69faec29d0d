using System.Security.Cryptography;
using HelpLightning.PartnerKeys.Tests.Keys;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace HelpLightning.PartnerKeys.Tests.Tokens;

/// <summary>
/// Our verifier and Microsoft's over every token of the lists. Where they disagree, the reason is in
/// <see cref="KnownDifferences"/>; a disagreement that is not listed fails, and so does one that is listed and gone.
/// </summary>
public sealed class DifferentialTests
{
    private static readonly JsonWebTokenHandler Handler = new() { MaximumTokenSizeInBytes = 16 * 1024 };

    [Fact]
    public async Task Both_agree_except_where_listed()
    {
        List<string> differences = [];
        foreach (Attack attack in HeaderAttacks.All.Concat(FormAttacks.All).Concat(ClaimAttacks.All))
        {
            if (await TheirsAcceptsAsync(attack.Make()))
            {
                differences.Add(attack.Name);
            }
        }

        foreach ((string name, Func<string> make) in AcceptedTokens.All)
        {
            if (!await TheirsAcceptsAsync(make()))
            {
                differences.Add(name);
            }
        }

        Assert.Equal(KnownDifferences.All.SelectMany(d => d.Names).Order(), differences.Order());
    }

    [Fact]
    public void The_documentation_lists_the_same_differences()
    {
        string document = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "verifier.md"));
        foreach (KnownDifference difference in KnownDifferences.All)
        {
            Assert.Contains(difference.Reason, document, StringComparison.Ordinal);
        }
    }

    private static async Task<bool> TheirsAcceptsAsync(string token)
    {
        using RSA rsa = RSA.Create();
        rsa.ImportFromPem(TestKeys.Text("test-2048-public.pem"));
        TokenValidationParameters parameters = new()
        {
            ValidIssuer = "Ghazal",
            ValidAudience = "Ghazal",
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            IssuerSigningKey = new RsaSecurityKey(rsa) { CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } },
            LifetimeValidator = static (notBefore, expires, _, _) =>
                expires > Forge.Now.UtcDateTime && (notBefore is null || notBefore <= Forge.Now.UtcDateTime.AddSeconds(5)),
        };
        TokenValidationResult result = await Handler.ValidateTokenAsync(token, parameters);
        return result.IsValid;
    }
}
