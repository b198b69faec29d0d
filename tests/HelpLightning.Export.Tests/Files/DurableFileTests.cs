using System.Net.Sockets;
using HelpLightning.Files;

namespace HelpLightning.Export.Tests.Files;

/// <summary>The one writer of whole files: old or new, private from the first moment, links followed, and only files replaced.</summary>
public sealed class DurableFileTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly FileRule Private = new() { IsPrivate = true };

    private readonly string _folder = Directory.CreateTempSubdirectory("hl-files-").FullName;

    private string[] Names => [.. Directory.GetFileSystemEntries(_folder, "*", SearchOption.AllDirectories).Select(p => Path.GetRelativePath(_folder, p)).Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_link_is_followed_to_its_end_and_stays_one()
    {
        Old("target");
        Link("first", "second");
        Link("second", PathTo("target"));
        Write("first");
        Assert.Equal(("new", "second", PathTo("target")), (Read("target"), LinkOf("first"), LinkOf("second")));
        Assert.Equal(["first", "second", "target"], Names);
    }

    /// <summary>As tools that keep people's settings in a repository make them: a link with ../ in it, in a folder that is a link as well.</summary>
    [Fact]
    public void A_step_up_starts_from_where_the_folder_really_is()
    {
        Directory.CreateDirectory(PathTo("real/deep"));
        Directory.CreateDirectory(PathTo("real/kept"));
        Old("real/kept/config");
        Link("folder", "real/deep");
        Link("real/deep/config", "../kept/config");
        Write("folder/config");
        Assert.Equal(("new", "../kept/config"), (Read("real/kept/config"), LinkOf("real/deep/config")));
    }

    [Fact]
    public void A_link_to_nothing_gets_its_target()
    {
        Link("link", "target");
        Write("link");
        Assert.Equal(("new", "target"), (Read("target"), LinkOf("link")));
        Assert.Equal(["link", "target"], Names);
    }

    [Fact]
    public void A_link_into_a_folder_that_is_not_there_is_refused()
    {
        Link("link", "none/target");
        Assert.Equal($"There is no directory '{_folder}/none'. Make it, or name another one.", Assert.Throws<DirectoryNotFoundException>(() => Write("link")).Message);
        Assert.Equal(["link"], Names);
    }

    [Fact]
    public void A_link_in_a_circle_is_refused()
    {
        Link("a", "b");
        Link("b", "a");
        Assert.EndsWith("leads in a circle. Name the file itself.", Assert.Throws<IOException>(() => Write("a")).Message, StringComparison.Ordinal);
        Assert.Equal(["a", "b"], Names);
    }

    [Theory]
    [InlineData("target", "is there already. Name another file, or overwrite it.")]
    [InlineData("link", "is there already. Name another file, or overwrite it.")]
    [InlineData("dangling", "which is not there. Name that file itself, or remove the link.")]
    public void What_has_to_be_new_replaces_nothing_and_follows_nothing(string name, string says)
    {
        Old("target");
        Link("link", "target");
        Link("dangling", "none");
        Assert.EndsWith(says, Assert.Throws<IOException>(() => Write(name, new FileRule { IsNew = true })).Message, StringComparison.Ordinal);
        Assert.Equal("old", Read("target"));
        Assert.Equal(["dangling", "link", "target"], Names);
    }

    [Fact]
    public void What_has_to_be_new_does_not_replace_what_came_meanwhile()
    {
        using (FileDraft draft = FileDraft.Begin(PathTo("k"), new FileRule { IsNew = true }))
        {
            draft.Stream.Write("new"u8);
            Old("k");
            Assert.Throws<IOException>(draft.Finish);
        }

        Assert.Equal("old", Read("k"));
        Assert.Equal(["k"], Names);
    }

    [Fact]
    public void Many_at_once_that_have_to_be_new_make_one()
    {
        int made = 0;
        Parallel.For(0, 50, i =>
        {
            try
            {
                DurableFile.Write(PathTo("k"), BitConverter.GetBytes(i), new FileRule { IsNew = true });
                Interlocked.Increment(ref made);
            }
            catch (IOException)
            {
                // another one was first
            }
        });
        Assert.Equal(1, made);
        Assert.Equal(["k"], Names);
    }

    [Fact]
    public void A_directory_is_refused()
    {
        Directory.CreateDirectory(PathTo("d"));
        Link("link", "d");
        Assert.All((string[])["d", "link"], name =>
            Assert.Equal($"'{PathTo(name)}' is a directory. Name a file in it.", Assert.Throws<IOException>(() => Write(name)).Message));
        Assert.Throws<IOException>(() => Write("none/../"));
        Assert.Equal(["d", "link"], Names);
    }

    [Fact]
    public void A_socket_is_refused_and_stays()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such sockets in its file system.");
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(PathTo("s")));
        Assert.Contains("is a socket", Assert.Throws<IOException>(() => Write("s")).Message, StringComparison.Ordinal);
        Assert.Equal(FileKind.Socket, FileStatus.Of(PathTo("s")).Kind);
    }

    [Fact]
    public void What_keeps_nothing_does_not_take_what_is_read_again()
    {
        Assert.SkipUnless(File.Exists("/dev/null"), "There is no /dev/null here.");
        Link("link", "/dev/null");
        Write("link");
        Assert.Contains("keeps nothing", Assert.Throws<IOException>(() => Write("link", new FileRule { IsStored = true })).Message, StringComparison.Ordinal);
        Assert.Equal(["link"], Names);
        Assert.Equal(FileKind.Channel, FileStatus.Of("/dev/null").Kind);
    }

    [Fact]
    public void A_full_disk_is_told_by_the_name_that_was_given()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full here.");
        Link("link", "/dev/full");
        IOException e = Assert.Throws<IOException>(() => Write("link"));
        Assert.Equal(($"'{PathTo("link")}' was not written: No space left on device.", 28), (e.Message, e.HResult & 0xffff));
    }

    /// <summary>The modes are of files that are replaced; octal.</summary>
    [Theory]
    [InlineData("644", true, "600")]
    [InlineData("660", true, "600")]
    [InlineData("400", true, "400")]
    [InlineData("600", false, "600")]
    [InlineData("666", false, "666")]
    [InlineData("640", false, "640")]
    public void A_replaced_file_is_not_more_open_than_before(string before, bool isPrivate, string after)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such modes.");
            return;
        }

        Old("f");
        File.SetUnixFileMode(PathTo("f"), (UnixFileMode)Convert.ToInt32(before, 8));
        Assert.SkipUnless(UnixCalls.MayBeWritten(PathTo("f")), "Only root may replace it.");
        Write("f", new FileRule { IsPrivate = isPrivate });
        Assert.Equal(after, Convert.ToString((int)File.GetUnixFileMode(PathTo("f")), 8));
    }

    [Fact]
    public void Before_it_has_its_name_it_is_private_already()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such modes.");
            return;
        }

        UnixFileMode? modeBefore = null;
        DurableFile.Write(PathTo("f"), _ => modeBefore = new FileInfo(PathTo(Assert.Single(Names))).UnixFileMode, Private);
        Assert.Equal(OwnerOnly, modeBefore);
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(PathTo("f")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Who_fails_leaves_the_old_file_and_nothing_else(bool isUnderLock)
    {
        Old("f");
        Assert.Throws<InvalidDataException>(() => DurableFile.Write(PathTo("f"), stream =>
        {
            stream.Write(new byte[100_000]);
            throw new InvalidDataException();
        }, new FileRule { IsUnderLock = isUnderLock }));
        Assert.Equal("old", Read("f"));
        Assert.Equal(["f"], Names);
    }

    /// <summary>A link in place of the unfinished file would have somebody else's file overwritten.</summary>
    [Fact]
    public void What_a_kill_left_is_replaced_and_not_written_into()
    {
        Old("precious");
        Link("f.part", "precious");
        Write("f", new FileRule { IsUnderLock = true });
        Assert.Equal(("old", "new"), (Read("precious"), Read("f")));
        Assert.Equal(["f", "precious"], Names);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    public void What_is_no_name_is_refused(string name) =>
        Assert.EndsWith("is no name of a file.", Assert.Throws<IOException>(() => DurableFile.Write(name, "new"u8, new FileRule())).Message, StringComparison.Ordinal);

    private string PathTo(string name) => Path.Combine(_folder, name);

    private void Old(string name) => File.WriteAllText(PathTo(name), "old");

    private string Read(string name) => File.ReadAllText(PathTo(name));

    private void Link(string name, string target) => File.CreateSymbolicLink(PathTo(name), target);

    private string? LinkOf(string name) => new FileInfo(PathTo(name)).LinkTarget;

    private void Write(string name, FileRule? rule = null) => DurableFile.Write(PathTo(name), "new"u8, rule ?? new FileRule());
}
