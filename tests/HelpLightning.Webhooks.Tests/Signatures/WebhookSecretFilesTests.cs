using Microsoft.Extensions.Time.Testing;

namespace HelpLightning.Webhooks.Tests.Signatures;

public sealed class WebhookSecretFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hl-secrets-").FullName;
    private readonly FakeTimeProvider _clock = new();

    private string PathOf(string name) => Path.Combine(_folder, name);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("one", 1)]
    [InlineData("one\n", 1)]
    [InlineData("one\r\ntwo\r\n", 2)]
    [InlineData("\ufeffone\n\n\ntwo", 2)]
    public void Each_line_is_a_secret_named_as_its_file(string content, int count)
    {
        File.WriteAllText(PathOf("north.txt"), content);
        WebhookSecretFiles files = new([PathOf("north.txt")], _clock);
        Assert.Equal(count, files.Current.Length);
        Assert.All(files.Current, static s => Assert.Equal("north", s.Name));
        Assert.True(IsValid(files, "one"));
        Assert.Equal(count == 2, IsValid(files, "two"));
    }

    [Fact]
    public void White_space_in_a_line_counts()
    {
        File.WriteAllText(PathOf("s"), " a b \n");
        WebhookSecretFiles files = new([PathOf("s")], _clock);
        Assert.True(IsValid(files, " a b "));
        Assert.False(IsValid(files, "a b"));
    }

    [Fact]
    public void A_file_written_in_place_renamed_into_place_or_reached_by_another_link_is_read_anew()
    {
        string file = PathOf("s");
        File.WriteAllText(file, "one");
        WebhookSecretFiles files = new([file], _clock);
        File.WriteAllText(file, "two");
        files.Refresh();
        Assert.True(IsValid(files, "two"));

        File.WriteAllText(PathOf("new"), "three");
        File.Move(PathOf("new"), file, overwrite: true);
        files.Refresh();
        Assert.True(IsValid(files, "three"));
        Assert.False(IsValid(files, "two"));
    }

    [Fact]
    public void The_folder_that_a_cluster_swaps_is_followed()
    {
        Directory.CreateDirectory(PathOf("v1"));
        Directory.CreateDirectory(PathOf("v2"));
        File.WriteAllText(Path.Combine(PathOf("v1"), "s"), "one");
        File.WriteAllText(Path.Combine(PathOf("v2"), "s"), "two");
        Directory.CreateSymbolicLink(PathOf("data"), PathOf("v1"));
        WebhookSecretFiles files = new([Path.Combine(PathOf("data"), "s")], _clock);
        Assert.True(IsValid(files, "one"));

        Directory.Delete(PathOf("data"));
        files.Refresh();
        Assert.True(IsValid(files, "one"));
        Assert.NotNull(files.Problem);
        Directory.CreateSymbolicLink(PathOf("data"), PathOf("v2"));
        files.Refresh();
        Assert.True(IsValid(files, "two"));
        Assert.Null(files.Problem);
    }

    [Fact]
    public void An_empty_or_missing_file_leaves_the_last_secrets_in_force()
    {
        string file = PathOf("s");
        File.WriteAllText(file, "one");
        WebhookSecretFiles files = new([file], _clock);
        File.WriteAllText(file, "\n");
        files.Refresh();
        Assert.True(IsValid(files, "one"));
        Assert.Contains("is empty", files.Problem, StringComparison.Ordinal);
        File.Delete(file);
        files.Refresh();
        Assert.True(IsValid(files, "one"));
    }

    [Fact]
    public void Of_two_files_each_changes_for_itself_and_the_first_that_is_broken_is_the_problem()
    {
        File.WriteAllText(PathOf("a"), "one");
        File.WriteAllText(PathOf("b"), "two");
        WebhookSecretFiles files = new([PathOf("a"), PathOf("b")], _clock);
        File.WriteAllText(PathOf("b"), "three");
        File.WriteAllText(PathOf("a"), "");
        files.Refresh();
        Assert.Equal(["a", "b"], files.Current.Select(static secret => secret.Name));
        Assert.True(IsValid(files, "one") && IsValid(files, "three"));
        Assert.StartsWith($"'{PathOf("a")}' is empty", files.Problem, StringComparison.Ordinal);
        File.WriteAllText(PathOf("a"), "four");
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(IsValid(files, "four") && IsValid(files, "three"));
        Assert.False(IsValid(files, "one") || IsValid(files, "two"));
        Assert.Null(files.Problem);
    }

    [Fact]
    public void Without_being_asked_it_looks_once_a_second()
    {
        string file = PathOf("s");
        File.WriteAllText(file, "one");
        WebhookSecretFiles files = new([file], _clock);
        File.WriteAllText(file, "two");
        Assert.True(IsValid(files, "one"));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(IsValid(files, "two"));
    }

    [Fact]
    public void A_file_that_cannot_be_one_is_refused_at_once()
    {
        File.WriteAllText(PathOf("empty"), "");
        File.WriteAllText(PathOf("large"), new string('x', 70_000));
        Assert.Throws<InvalidDataException>(() => new WebhookSecretFiles([PathOf("empty")]));
        Assert.Throws<InvalidDataException>(() => new WebhookSecretFiles([PathOf("large")]));
        Assert.Throws<FileNotFoundException>(() => new WebhookSecretFiles([PathOf("none")]));
    }

    private static bool IsValid(WebhookSecretFiles files, string secret) => WebhookSignature.Verify(
        "x"u8, WebhookSignature.Create("x"u8, WebhookSecret.FromText(secret)), files.Current.AsSpan(), out _) == WebhookSignatureResult.Valid;
}
