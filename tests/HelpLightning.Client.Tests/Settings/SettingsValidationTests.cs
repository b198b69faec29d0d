using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HelpLightning.Client.Tests;

/// <summary>Each setting out of its range, or not readable, is an error that names it.</summary>
public sealed class SettingsValidationTests
{
    [Theory]
    [InlineData("TokenLifetime", "00:00:00", "1.00:00:01", "often")]
    [InlineData("TokenReuse", "-00:00:01", "00:00:31", "often")]
    [InlineData("Timeout", "00:00:00", "01:00:01", "long")]
    [InlineData("AttemptTimeout", "-00:00:01", "01:00:01", "long")]
    [InlineData("MaxRetries", "-1", "11", "1.5")]
    [InlineData("RetryDelay", "-00:00:01", "00:01:01", "soon")]
    [InlineData("MaxRetryDelay", "-00:00:01", "00:10:01", "soon")]
    [InlineData("RequestsPerSecond", "-1", "10001", "NaN")]
    [InlineData("RequestsPerSecond", "0.0000001", "0.0009", "1e3")]
    [InlineData("CircuitBreaker", "yes", "1", "")]
    [InlineData("CircuitBreakerFailureRatio", "0", "1.01", "half")]
    [InlineData("CircuitBreakerMinimumRequests", "1", "0", "many")]
    [InlineData("CircuitBreakerPause", "00:00:00.4", "01:00:01", "later")]
    [InlineData("PartnerKeyRequired", "no", "0", "")]
    [InlineData("DataCenter", "9", "CN", "")]
    [InlineData("SiteId", "0", "-1", "1e5")]
    public void What_is_out_of_range_is_named(string name, params string[] values)
    {
        foreach (string value in values)
        {
            Exception e = Assert.ThrowsAny<Exception>(() => Build((name, value)));
            Assert.True(e.Message.Contains("HelpLightning:" + name, StringComparison.Ordinal), $"{name} = {value}: {e.Message}");
        }
    }

    [Theory]
    [InlineData("TokenLifetime", "00:00:02", "1.00:00:00")]
    [InlineData("TokenReuse", "00:00:00", "00:00:30")]
    [InlineData("Timeout", "00:00:00.001", "01:00:00")]
    [InlineData("MaxRetries", "0", "10")]
    [InlineData("RetryDelay", "00:00:00", "00:01:00")]
    [InlineData("MaxRetryDelay", "00:00:00", "00:10:00")]
    [InlineData("RequestsPerSecond", "0", "0.001", "10000")]
    [InlineData("CircuitBreakerFailureRatio", "0.01", "1")]
    [InlineData("CircuitBreakerMinimumRequests", "2", "1000")]
    [InlineData("CircuitBreakerPause", "00:00:00.5", "01:00:00")]
    public void What_is_at_the_edge_works(string name, params string[] values)
    {
        foreach (string value in values)
        {
            Build((name, value), ("CircuitBreaker", "true"));
        }
    }

    private static void Build(params (string Name, string Value)[] settings)
    {
        Dictionary<string, string?> all = new() { ["ApiKey"] = "k", ["SiteId"] = "1" };
        foreach ((string name, string value) in settings)
        {
            all[name] = value;
        }

        ServiceCollection services = new();
        services.AddHelpLightning(new ConfigurationBuilder().AddInMemoryCollection(all).Build());
        services.AddHelpLightning(options => options.PartnerKey = TestClient.Key);
        using ServiceProvider provider = services.BuildServiceProvider();
        Assert.NotNull(provider.GetRequiredService<HelpLightningClient>());
    }
}
