using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Text;

namespace HelpLightning.PartnerKeys.Tests.Keys;

/// <summary>Where a key comes from: files of every kind, pipes, streams, variables; and how each fails.</summary>
public sealed class KeySourceTests
{
    [Fact]
    public async Task A_key_is_read_from_a_named_pipe_without_a_word_about_its_mode()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pipes in the file system.");
        using TemporaryFolder folder = new();
        string path = folder.PathTo("pipe");
        Assert.Equal(0, MakeFifo(path, 0x1a4)); // 0644
        Task writer = Task.Factory.StartNew(
            () => File.WriteAllText(path, TestKeys.Pkcs8), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        using PartnerKey key = PartnerKey.FromFile(path);
        await writer;
        Assert.Equal(TestKeys.Thumbprint, key.Thumbprint);
        Assert.Empty(key.Warnings);
    }

    [Fact]
    public void A_key_is_read_from_a_process_substitution()
    {
        // bash hands <(command) over as the name of an open pipe: /dev/fd/63.
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no /dev/fd.");
        using AnonymousPipeServerStream pipe = new(PipeDirection.Out);
        string path = $"/dev/fd/{pipe.ClientSafePipeHandle.DangerousGetHandle()}";
        pipe.Write(Encoding.ASCII.GetBytes(TestKeys.Pkcs8)); // fits into the pipe's buffer
        pipe.SafePipeHandle.Dispose();
        using PartnerKey key = PartnerKey.FromFile(path);
        Assert.Equal(TestKeys.Thumbprint, key.Thumbprint);
        Assert.Empty(key.Warnings);
    }

    [Fact]
    public void A_key_is_read_through_a_symbolic_link()
    {
        using TemporaryFolder folder = new();
        TestKeys.Write(folder, "k.pem", Encoding.ASCII.GetBytes(TestKeys.Pkcs8));
        File.CreateSymbolicLink(folder.PathTo("link.pem"), folder.PathTo("k.pem"));
        using PartnerKey key = PartnerKey.FromFile(folder.PathTo("link.pem"));
        Assert.Equal(TestKeys.Thumbprint, key.Thumbprint);
        Assert.Empty(key.Warnings);
    }

    [Fact]
    public void A_key_is_read_from_a_stream_that_gives_one_byte_at_a_time()
    {
        using SlowStream stream = new(Encoding.ASCII.GetBytes(TestKeys.Pkcs8));
        using PartnerKey key = PartnerKey.FromStream(stream);
        Assert.Equal(TestKeys.Thumbprint, key.Thumbprint);
    }

    [Fact]
    public void A_key_is_read_from_where_a_stream_stands()
    {
        using MemoryStream stream = new([.. "rubbish"u8, .. TestKeys.Der(TestKeys.Pkcs8)]);
        stream.Position = 7;
        using PartnerKey key = PartnerKey.FromStream(stream);
        Assert.Equal(TestKeys.Thumbprint, key.Thumbprint);
    }

    [Fact]
    public void A_stream_without_end_is_given_up_soon()
    {
        using SlowStream stream = new(content: null);
        PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => PartnerKey.FromStream(stream));
        Assert.Equal(PartnerKeyProblem.TooLarge, e.Problem);
        Assert.StartsWith("The given stream is larger than 64 KiB.", e.Message, StringComparison.Ordinal);
        Assert.Equal((64 * 1024) + 1, stream.BytesRead);
    }

    [Theory]
    [InlineData(64 * 1024, true)]
    [InlineData((64 * 1024) + 1, false)]
    public void The_limit_is_64_KiB_exactly(int length, bool isAccepted)
    {
        string text = TestKeys.Pkcs8.PadRight(length);
        using MemoryStream stream = new(Encoding.ASCII.GetBytes(text));
        if (isAccepted)
        {
            using PartnerKey fromText = PartnerKey.FromText(text);
            using PartnerKey fromStream = PartnerKey.FromStream(stream);
            Assert.Equal(fromText.Thumbprint, fromStream.Thumbprint);
        }
        else
        {
            Assert.Equal(PartnerKeyProblem.TooLarge, Assert.Throws<PartnerKeyException>(() => PartnerKey.FromText(text)).Problem);
            Assert.Equal(PartnerKeyProblem.TooLarge, Assert.Throws<PartnerKeyException>(() => PartnerKey.FromStream(stream)).Problem);
        }
    }

    [Theory]
    [InlineData("", PartnerKeyProblem.VariableNotSet)]
    [InlineData(" \n", PartnerKeyProblem.Empty)]
    [InlineData("not a key", PartnerKeyProblem.NotAKey)]
    public void A_variable_without_a_key_is_named(string content, PartnerKeyProblem problem)
    {
        string name = $"HL_TEST_{Guid.NewGuid():N}";
        Environment.SetEnvironmentVariable(name, content);
        PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => PartnerKey.FromEnvironmentVariable(name));
        Environment.SetEnvironmentVariable(name, null);
        Assert.Equal(problem, e.Problem);
        Assert.StartsWith($"Environment variable {name} ", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("/etc/hostname/key.pem")]
    [InlineData("/nowhere/\0key.pem")]
    public void A_path_that_can_name_no_file_is_not_found(string path) =>
        Assert.Equal(PartnerKeyProblem.NotFound, Assert.Throws<PartnerKeyException>(() => PartnerKey.FromFile(path)).Problem);

    [Fact]
    public void A_circle_of_links_is_not_readable_or_not_found()
    {
        using TemporaryFolder folder = new();
        File.CreateSymbolicLink(folder.PathTo("a.pem"), folder.PathTo("b.pem"));
        File.CreateSymbolicLink(folder.PathTo("b.pem"), folder.PathTo("a.pem"));
        PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => PartnerKey.FromFile(folder.PathTo("a.pem")));
        Assert.True(e.Problem is PartnerKeyProblem.NotReadable or PartnerKeyProblem.NotFound, e.Message);
    }

    [Theory]
    [InlineData("plain.pem", "FOLDER/plain.pem")]
    [InlineData("my key.pem", "'FOLDER/my key.pem'")]
    [InlineData("it's.pem", @"'FOLDER/it'\''s.pem'")]
    [InlineData("key[1].pem", "'FOLDER/key[1].pem'")]
    [InlineData("~ann.pem", "'FOLDER/~ann.pem'")]
    [InlineData("#key.pem", "'FOLDER/#key.pem'")]
    [InlineData("$(id).pem", "'FOLDER/$(id).pem'")]
    public void What_to_type_is_quoted_for_the_shell(string name, string typed)
    {
        using TemporaryFolder folder = new();
        PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => PartnerKey.FromFile(folder.PathTo(name)));
        Assert.Equal(typed.Replace("FOLDER", folder.PathTo("x")[..^2], StringComparison.Ordinal), e.Remedy.NewFile);
    }

    [Fact]
    public void A_name_that_begins_with_a_hyphen_is_typed_as_no_option() =>
        Assert.Equal("./-no-such-key.pem", Assert.Throws<PartnerKeyException>(() => PartnerKey.FromFile("-no-such-key.pem")).Remedy.NewFile);

    [Fact]
    public void A_new_key_is_not_proposed_for_a_folder_that_is_not_there() =>
        Assert.StartsWith("HelpLightningKey", Assert.Throws<PartnerKeyException>(() => PartnerKey.FromFile("/nowhere/at/all.pem")).Remedy.NewFile, StringComparison.Ordinal);

    [DllImport("libc", EntryPoint = "mkfifo", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MakeFifo(string path, uint mode);
}
