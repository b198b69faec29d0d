namespace HelpLightning.Cli.Tests.Files;

/// <summary>What people write begins with a byte order mark when an editor of Windows saved it: it is read without, wherever it comes from.</summary>
public sealed class ByteOrderMarkTests(Workshop shop) : IClassFixture<Workshop>
{
    private const string Mark = "\uFEFF";
    private const string Search = Mark + "{\"search_term\": \"ann\"}";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Before_the_API_key_on_standard_input_and_in_the_settings()
    {
        string home = Directory.CreateDirectory(shop.PathTo("home")).FullName;
        Dictionary<string, string> environment = new() { ["XDG_CONFIG_HOME"] = home, ["APPDATA"] = home };
        (await Hl.RunAsync(environment, Mark + "sk-mine\r\n", "config", "set", "api-key", "-")).Require(0);
        string file = Path.Combine(home, "hl", "config.json");
        Assert.DoesNotContain(Mark, await File.ReadAllTextAsync(file, Cancellation), StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, Mark + await File.ReadAllTextAsync(file, Cancellation), Cancellation);
        Assert.Equal("sk-mine\n", (await Hl.RunAsync(environment, "", "config", "get", "api-key", "--reveal")).Require(0).Output);
        HlResult nothing = (await Hl.RunAsync(environment, Mark + "\n", "config", "set", "api-key", "-")).Require(2);
        Assert.DoesNotContain(Mark, nothing.All, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-")]
    [InlineData("search.json")]
    public async Task Before_a_body(string input)
    {
        string path = input == "-" ? input : shop.PathTo(input);
        if (path != input)
        {
            await File.WriteAllTextAsync(path, Search, Cancellation);
        }

        HlResult found = (await Hl.RunAsync(shop.Environment, Search, "api", "POST", "/v1/search", "--input", path, "--as", "ann@example.com")).Require(0);
        Assert.Contains("Ann Field", found.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Mark, (await Hl.RunAsync(shop.Environment, Search, "api", "POST", "/v1/search", "--input", path, "--curl")).Require(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_a_field_of_a_body()
    {
        string path = shop.PathTo("field.txt");
        await File.WriteAllTextAsync(path, Mark + "ann", Cancellation);
        HlResult curl = (await Hl.RunAsync(shop.Environment, "", "api", "POST", "/v1/search", "-F", $"term=@{path}", "--curl")).Require(0);
        Assert.Contains("\"term\":\"ann\"", curl.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_a_passphrase()
    {
        string marked = shop.PathTo("marked.txt");
        string plain = shop.PathTo("plain.txt");
        await File.WriteAllTextAsync(marked, Mark + "open sesame\r\n", Cancellation);
        await File.WriteAllTextAsync(plain, "open sesame\n", Cancellation);
        string key = shop.PathTo("locked.pem");
        (await Hl.RunAsync("key", "create", "--out", key, "--passphrase-file", marked)).Require(0);
        (await Hl.RunAsync("key", "inspect", "--key-file", key, "--passphrase-file", plain)).Require(0);
    }

    [Theory]
    [InlineData("-")]
    [InlineData("people.csv")]
    public async Task Before_a_list_of_people(string from)
    {
        string people = Mark + "email,name\nmark@example.com,Mark\n";
        string path = from == "-" ? from : shop.PathTo(from);
        if (path != from)
        {
            await File.WriteAllTextAsync(path, people, Cancellation);
        }

        HlResult shown = (await Hl.RunAsync(shop.Environment, people, "users", "invite", "--from", path, "--dry-run")).Require(0);
        Assert.Contains("mark@example.com", shown.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_a_token()
    {
        string token = (await Hl.RunAsync(shop.Environment, "", "token")).Require(0).Output;
        HlResult verified = await Hl.RunAsync(shop.Environment, Mark + token, "token", "verify", "-", "--public-key-file", shop.PublicFile, "--site-id", "54344");
        verified.Require(0);
    }

    [Fact]
    public async Task Before_a_message()
    {
        string thread = (await RunAsync("", "create", "--fields", "id", "-o", "csv")).Require(0).Output.Trim().Split('\n')[^1];
        HlResult said = (await RunAsync(Mark + "On my way\n", "message", thread, "-", "--fields", "text", "-o", "csv")).Require(0);
        Assert.EndsWith("\nOn my way\n", said.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    private Task<HlResult> RunAsync(string input, params string[] arguments) => Hl.RunAsync(shop.Environment, input, ["threads", .. arguments, "--as", "5"]);
}
