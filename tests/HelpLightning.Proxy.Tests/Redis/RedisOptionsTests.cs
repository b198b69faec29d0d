using HelpLightning.Proxy.Redis;
using StackExchange.Redis;

namespace HelpLightning.Proxy.Tests.Redis;

/// <summary>What is wrong with options is said at once and in words, and never with a password in them.</summary>
public sealed class RedisOptionsTests : IDisposable
{
    private const string Secret = "correct-horse";

    private readonly string _file = Path.GetTempFileName();

    private RedisRateLimiterOptions Good => new() { Servers = "redis:6379", PasswordFile = _file };

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("")]
    [InlineData(" , ")]
    [InlineData("redis://:correct-horse@redis:6379")]
    [InlineData("redis:6379,password=correct-horse")]
    [InlineData("user:correct-horse@redis:6379")]
    public void Servers_are_hosts_and_nothing_else(string servers)
    {
        ArgumentException e = Assert.ThrowsAny<ArgumentException>(() => Create(new RedisRateLimiterOptions { Servers = servers }));
        Assert.Contains("Servers", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Several_servers_of_all_forms_are_taken()
    {
        ConfigurationOptions settings = RedisSettings.From(new RedisRateLimiterOptions { Servers = "one, two:7000,[::1]:7001,/run/redis.sock" });
        Assert.Equal(
            ["Unspecified/one:0", "Unspecified/two:7000", "[::1]:7001", "/run/redis.sock"],
            settings.EndPoints.Select(static e => $"{e}"));
    }

    [Fact]
    public void A_number_out_of_its_range_is_refused_by_name()
    {
        Assert.Throws<ArgumentOutOfRangeException>("Timeout", () => Create(Good with { Timeout = TimeSpan.FromMilliseconds(4) }));
        Assert.Throws<ArgumentOutOfRangeException>("Timeout", () => Create(Good with { Timeout = TimeSpan.FromMilliseconds(5_001) }));
        Assert.Throws<ArgumentOutOfRangeException>("WhenRedisIsGone", () => Create(Good with { WhenRedisIsGone = (WhenRedisIsGone)7 }));
        Assert.Throws<ArgumentException>("KeyPrefix", () => Create(Good with { KeyPrefix = "" }));
        Assert.Throws<ArgumentException>("TlsAuthorityFile", () => Create(Good with { TlsAuthorityFile = "ca.pem" }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("correct-horse\nsecond")]
    [InlineData(null)]
    public void A_file_that_holds_no_password_is_refused(string? content)
    {
        File.WriteAllText(_file, content ?? new string('x', 5_000));
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => Create(Good));
        Assert.Contains(_file, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_missing_is_named()
    {
        Assert.Contains("/nowhere/password", Assert.ThrowsAny<IOException>(() => Create(Good with { PasswordFile = "/nowhere/password" })).Message, StringComparison.Ordinal);
        File.WriteAllText(_file, Secret);
        string message = Assert.ThrowsAny<Exception>(() => Create(Good with { UseTls = true, TlsAuthorityFile = _file })).Message;
        Assert.Contains(_file, message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_show_no_password()
    {
        File.WriteAllText(_file, Secret);
        Assert.DoesNotContain(Secret, Good.ToString(), StringComparison.Ordinal);
        Assert.Equal(Secret, RedisSettings.From(Good).Password);
    }

    private static void Create(RedisRateLimiterOptions options) =>
        _ = RedisRateLimiter.Create(options, static _ => null, new LogLines());
}
