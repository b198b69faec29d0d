using System.Diagnostics;
using System.IO.Pipes;
using System.Text;
using HelpLightning.Files;
using HelpLightning.Tests;

namespace HelpLightning.Webhooks.Tests.Files;

/// <summary>Each way in which a file can change, and what is left in memory of it.</summary>
public sealed class ChangingFileTests : IDisposable
{
    private const int Largest = 100;

    private readonly string _folder = Directory.CreateTempSubdirectory("hl-changing-").FullName;

    private string Path => PathOf("f");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_it_holds_first_is_a_change_and_the_same_once_more_is_none()
    {
        ChangingFile file = new(Path, Largest);
        Write("one");
        Assert.Equal("one", Look(file));
        Assert.Null(Look(file));
        Write("one");
        Assert.Null(Look(file));
    }

    [Fact]
    public void Nothing_is_something_too()
    {
        ChangingFile file = new(Path, Largest);
        Write("");
        Assert.Equal("", Look(file));
        Assert.Null(Look(file));
        Write("one");
        Assert.Equal("one", Look(file));
        Write("");
        Assert.Equal("", Look(file));
    }

    [Fact]
    public void Written_in_place_within_one_tick_of_the_clock() => Follow((text, time) =>
    {
        Write(text);
        File.SetLastWriteTimeUtc(Path, time);
    });

    [Fact]
    public void Renamed_into_place_with_the_same_time() => Follow((text, time) =>
    {
        File.WriteAllText(PathOf("new"), text);
        File.SetLastWriteTimeUtc(PathOf("new"), time);
        File.Move(PathOf("new"), Path, overwrite: true);
    });

    [Fact]
    public void Reached_by_a_link_of_its_own_that_was_moved() => Follow((text, time) =>
    {
        string version = PathOf(text);
        File.WriteAllText(version, text);
        File.SetLastWriteTimeUtc(version, time);
        File.Delete(Path);
        File.CreateSymbolicLink(Path, version);
    });

    [Fact]
    public void Reached_by_a_link_to_a_folder_that_was_swapped_as_Kubernetes_does() => Follow((text, time) =>
    {
        string folder = PathOf("..v" + text);
        Directory.CreateDirectory(folder);
        File.WriteAllText(System.IO.Path.Combine(folder, "f"), text);
        File.SetLastWriteTimeUtc(System.IO.Path.Combine(folder, "f"), time);
        if (!Directory.Exists(PathOf("..data")))
        {
            Directory.CreateSymbolicLink(PathOf("..data"), folder);
            File.CreateSymbolicLink(Path, System.IO.Path.Combine("..data", "f"));
            return;
        }

        Directory.CreateSymbolicLink(PathOf("..new"), folder);
        Directory.Delete(PathOf("..data"));
        Directory.Move(PathOf("..new"), PathOf("..data"));
    });

    [Fact]
    public void Half_written_it_is_a_change_at_each_look_until_something_can_be_made_of_it()
    {
        ChangingFile file = new(Path, Largest);
        Write("whole");
        Assert.Equal("whole", Look(file));
        Write("ha");
        for (int look = 0; look < 3; look++)
        {
            Assert.Throws<FormatException>(() => file.TakeChange<string>(static _ => throw new FormatException()));
        }

        Assert.Equal("ha", Look(file));
        Assert.Null(Look(file));
    }

    [Fact]
    public void When_the_old_content_is_back_after_half_of_a_new_one_nothing_has_changed()
    {
        ChangingFile file = new(Path, Largest);
        Write("whole");
        Assert.Equal("whole", Look(file));
        Write("ha");
        Assert.Throws<FormatException>(() => file.TakeChange<string>(static _ => throw new FormatException()));
        Write("whole");
        Assert.Null(Look(file));
    }

    [Fact]
    public void Gone_for_a_moment_it_cannot_be_read_and_is_the_same_when_it_is_back()
    {
        ChangingFile file = new(Path, Largest);
        Assert.Throws<FileNotFoundException>(() => Look(file));
        Write("one");
        Assert.Equal("one", Look(file));
        File.Delete(Path);
        Assert.Throws<FileNotFoundException>(() => Look(file));
        Directory.CreateDirectory(Path);
        Assert.Throws<UnauthorizedAccessException>(() => Look(file));
        Directory.Delete(Path);
        File.CreateSymbolicLink(Path, PathOf("nowhere"));
        Assert.Throws<FileNotFoundException>(() => Look(file));
        File.Delete(Path);
        Write("one");
        Assert.Null(Look(file));
    }

    [Theory]
    [InlineData(Largest, Largest)]
    [InlineData(Largest + 1, Largest + 1)]
    [InlineData(50_000_000, Largest + 1)]
    public void Of_one_that_is_too_large_one_byte_more_is_read(int length, int read)
    {
        ChangingFile file = new(Path, Largest);
        using (FileStream stream = File.Create(Path))
        {
            stream.SetLength(length);
        }

        Assert.Equal(read, Look(file)?.Length);
    }

    [Fact]
    public void What_is_in_use_already_is_no_change_and_what_comes_afterwards_is_one()
    {
        ChangingFile file = new(Path, Largest);
        Write("one");
        file.TakeAsItIs();
        Assert.Null(Look(file));
        Write("two");
        Assert.Equal("two", Look(file));
    }

    [Fact]
    public void When_none_was_there_to_be_in_use_what_comes_is_a_change()
    {
        ChangingFile file = new(Path, Largest);
        file.TakeAsItIs();
        Assert.Throws<FileNotFoundException>(() => Look(file));
        Write("one");
        Assert.Equal("one", Look(file));
    }

    [Fact]
    public void What_was_read_is_wiped_whatever_became_of_it()
    {
        ChangingFile file = new(Path, Largest);
        Write("secret");
        byte[]? kept = null;
        Assert.Throws<FormatException>(() => file.TakeChange<string>(content =>
        {
            kept = content;
            throw new FormatException();
        }));
        Assert.Equal(new byte[6], kept);
        Assert.NotNull(file.TakeChange(content =>
        {
            kept = content;
            return Encoding.UTF8.GetString(content);
        }));
        Assert.Equal(new byte[6], kept);
    }

    [Fact]
    public async Task A_pipe_with_a_name_is_read_once_and_not_opened_again()
    {
        await MakePipeAsync();
        ChangingFile file = new(Path, Largest);
        Task writing = Task.Run(() => Write("one"), TestContext.Current.CancellationToken);
        Assert.Equal("one", Look(file));
        await writing;

        // Nobody writes any more: whoever opens it waits for ever.
        Assert.Null(await Task.Run(() => Look(file), TestContext.Current.CancellationToken).WaitAsync(Eventually.Patience, TestContext.Current.CancellationToken));
        File.Delete(Path);
        Write("two");
        Assert.Equal("two", Look(file));
    }

    [Fact]
    public async Task A_pipe_with_a_name_that_is_in_use_is_left_to_its_reader()
    {
        await MakePipeAsync();
        ChangingFile file = new(Path, Largest);
        await Task.Run(file.TakeAsItIs, TestContext.Current.CancellationToken).WaitAsync(Eventually.Patience, TestContext.Current.CancellationToken);
        Assert.Null(await Task.Run(() => Look(file), TestContext.Current.CancellationToken).WaitAsync(Eventually.Patience, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_pipe_that_a_shell_has_opened_is_read_once()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Others have no /dev/fd that can be opened anew.");
        using AnonymousPipeServerStream shell = new(PipeDirection.Out);
        string path = $"/dev/fd/{shell.GetClientHandleAsString()}";
        shell.Write("one"u8);
        ChangingFile used = new(path, Largest);
        used.TakeAsItIs();
        Assert.Null(Look(used));

        ChangingFile file = new(path, 3);
        shell.Write("!"u8);
        Assert.Equal("one!", Look(file));
        Assert.Null(Look(file));
    }

    /// <summary>Versions of one length and one time, of which each is seen once.</summary>
    private void Follow(Action<string, DateTime> write)
    {
        DateTime time = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        ChangingFile file = new(Path, Largest);
        for (int version = 10; version < 30; version++)
        {
            string text = $"{version}";
            write(text, time);
            Assert.Equal(text, Look(file));
            Assert.Null(Look(file));
        }
    }

    private async Task MakePipeAsync()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pipes in a folder.");
        using Process made = Process.Start("mkfifo", [Path]);
        await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, made.ExitCode);
    }

    private static string? Look(ChangingFile file) => file.TakeChange(static content => Encoding.UTF8.GetString(content));

    private string PathOf(string name) => System.IO.Path.Combine(_folder, name);

    private void Write(string text) => File.WriteAllText(Path, text);
}
