using System.Net;
using HelpLightning.Sandbox.Data;
using Microsoft.Data.Sqlite;

namespace HelpLightning.Sandbox.Tests;

/// <summary>The data file: one sandbox's, one owner's, and what its disk does to it said in words.</summary>
public sealed class DataFileTests
{
    private const UnixFileMode OwnersOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Everybodys = OwnersOnly | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_sandbox_is_refused_until_the_first_has_stopped()
    {
        using TemporaryFile file = new();
        await using (FileFixture first = await FileFixture.StartAsync(file.Path))
        {
            IOException e = await Assert.ThrowsAsync<IOException>(() => FileFixture.StartAsync(file.Path));
            Assert.StartsWith(
                $"The data file '{file.Path}' is in use by another sandbox of this process: two at one file", e.Message,
                StringComparison.Ordinal);
            await first.OkAsync(
                "POST", "/api/v1r1/enterprise/users", first.Token(), """{"name": "Nora New", "email": "nora@example.com"}""");
        }

        Assert.Equal([file.Path], Directory.GetFiles(Path.GetDirectoryName(file.Path)!));
        await using FileFixture second = await FileFixture.StartAsync(file.Path);
        Assert.Equal(41, (await second.GetAsync("/api/v1r1/enterprise/users")).Json.GetProperty("total_entries").GetInt32());
    }

    [Fact]
    public async Task A_link_stands_for_its_file()
    {
        using TemporaryFile file = new();
        await using FileFixture first = await FileFixture.StartAsync(file.Path);
        File.CreateSymbolicLink(file.Path + "-link", file.Path);
        IOException e = await Assert.ThrowsAsync<IOException>(() => FileFixture.StartAsync(file.Path + "-link"));
        Assert.Contains("is in use by another sandbox", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_process_left_that_was_killed_is_no_lock()
    {
        using TemporaryFile file = new();
        await File.WriteAllTextAsync(file.Path + "-lock", "1 0123456789abcdef0123456789abcdef", Cancellation);
        await using FileFixture fixture = await FileFixture.StartAsync(file.Path);
        await fixture.OkAsync("GET", "/api/v1r1/enterprise/users", fixture.Token());
    }

    [Fact]
    public async Task Of_many_who_start_at_once_one_gets_the_file()
    {
        using TemporaryFile file = new();
        for (int round = 0; round < 20; round++)
        {
            DataFileLock?[] locks = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
            {
                try
                {
                    return DataFileLock.Take(file.Path);
                }
                catch (IOException e)
                {
                    Assert.Contains("is in use by another sandbox", e.Message, StringComparison.Ordinal);
                    return null;
                }
            })));
            Assert.InRange(locks.Count(l => l is not null), 0, 1);
            Array.ForEach(locks, l => l?.Dispose());
        }

        DataFileLock.Take(file.Path).Dispose();
    }

    [Fact]
    public async Task The_file_and_those_beside_it_are_the_owners_alone_from_the_first_byte()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");
        using TemporaryFile file = new();
        HashSet<string> wide = [];
        using FileSystemWatcher watcher = new(Path.GetDirectoryName(file.Path)!) { EnableRaisingEvents = true };
        watcher.Created += (_, made) => Watch(made.FullPath);
        await using FileFixture fixture = await FileFixture.StartAsync(file.Path);
        await fixture.OkAsync(
            "POST", "/api/v1r1/enterprise/users", fixture.Token(), """{"name": "Nora New", "email": "nora@example.com"}""");
        string[] files = Directory.GetFiles(Path.GetDirectoryName(file.Path)!);
        Assert.Equal(["", "-lock", "-shm", "-wal"], files.Select(f => f[file.Path.Length..]).Order());
        Array.ForEach(files, Watch);
        Assert.Empty(wide);

        void Watch(string path)
        {
            if (File.Exists(path) && !OperatingSystem.IsWindows() && File.GetUnixFileMode(path) != OwnersOnly)
            {
                wide.Add(path);
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_that_others_may_read_is_narrowed(bool isEmpty)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");
        using TemporaryFile file = new();
        if (isEmpty)
        {
            await File.WriteAllBytesAsync(file.Path, [], Cancellation);
        }
        else
        {
            await (await FileFixture.StartAsync(file.Path)).DisposeAsync();
        }

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file.Path, Everybodys);
            await using FileFixture fixture = await FileFixture.StartAsync(file.Path);
            Assert.Equal(OwnersOnly, File.GetUnixFileMode(file.Path));
            Assert.Equal(OwnersOnly, File.GetUnixFileMode(file.Path + "-wal"));
        }
    }

    /// <summary>Each makes SQLite answer with one of its codes, by its own means.</summary>
    [Theory]
    [InlineData("PRAGMA max_page_count = 1", 507, "cannot grow: its disk is full. Make room")]
    [InlineData("PRAGMA query_only = ON", 503, "may be read but not written. Check its permissions")]
    public async Task What_the_disk_refuses_is_said_and_is_no_defect(string pragma, int status, string says)
    {
        using TemporaryFile file = new();
        await using FileFixture fixture = await FileFixture.StartAsync(file.Path);
        fixture.Sandbox.Parts.Database.Read(db =>
        {
            db.Script(pragma);
            return true;
        });
        string big = $$"""{"title": "{{new string('x', 255)}}", "participants": []}""";
        string user = await fixture.UserTokenAsync();
        Answer answer;
        int tries = 0;
        do
        {
            answer = await fixture.CallAsync("POST", "/api/v1r1/workboxes", user, big);
        }
        while (answer.Status == HttpStatusCode.OK && ++tries < 200);
        Assert.Equal(status, (int)answer.Status);
        Assert.StartsWith($"The data file '{file.Path}' {says}", answer.Message, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await fixture.GetAsync("/api/v1r1/enterprise/users")).Status);
    }

    [Fact]
    public async Task Another_program_that_holds_the_file_is_named_as_the_cause()
    {
        using TemporaryFile file = new();
        await using FileFixture fixture = await FileFixture.StartAsync(file.Path);
        string user = await fixture.UserTokenAsync();
        fixture.Sandbox.Parts.Database.Read(db =>
        {
            db.Script("PRAGMA busy_timeout = 0");
            return true;
        });
        await using SqliteConnection other = new(new SqliteConnectionStringBuilder { DataSource = file.Path, Pooling = false }.ToString());
        await other.OpenAsync(Cancellation);
        await RunAsync(other, "BEGIN IMMEDIATE");
        Answer answer = await fixture.CallAsync("POST", "/api/v1r1/workboxes", user, """{"title": "x", "participants": []}""");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.Contains("is held by another program", answer.Message, StringComparison.Ordinal);
        await RunAsync(other, "ROLLBACK");
        await fixture.OkAsync("POST", "/api/v1r1/workboxes", user, """{"title": "x", "participants": []}""");
    }

    [Fact]
    public async Task A_damaged_file_is_called_damaged_when_it_is_opened()
    {
        using TemporaryFile file = new();
        await (await FileFixture.StartAsync(file.Path)).DisposeAsync();
        await using (FileStream stream = new(file.Path, FileMode.Open))
        {
            stream.Position = 100;
            stream.Write(Enumerable.Repeat((byte)0xAA, 16_000).ToArray());
        }

        IOException e = await Assert.ThrowsAsync<IOException>(() => FileFixture.StartAsync(file.Path));
        Assert.StartsWith(
            $"The data file '{file.Path}' is damaged. Go on with a copy of it, or move it away", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("directory", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_page_is_called_damaged_when_it_is_met()
    {
        using TemporaryFile file = new();
        await (await FileFixture.StartAsync(file.Path)).DisposeAsync();
        await using (SqliteConnection connection = new(
            new SqliteConnectionStringBuilder { DataSource = file.Path, Pooling = false }.ToString()))
        {
            await connection.OpenAsync(Cancellation);
            await using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "SELECT rootpage FROM sqlite_schema WHERE name = 'areas'";
            long page = (long)(await command.ExecuteScalarAsync(Cancellation))!;
            await connection.CloseAsync();
            await using FileStream stream = new(file.Path, FileMode.Open);
            stream.Position = (page - 1) * 4096;
            stream.Write(Enumerable.Repeat((byte)0xAA, 4096).ToArray());
        }

        await using FileFixture fixture = await FileFixture.StartAsync(file.Path);
        Answer answer = await fixture.GetAsync("/api/v1/enterprise/areas");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.Contains("is damaged. Go on with a copy", answer.Message, StringComparison.Ordinal);
    }

    private static async Task RunAsync(SqliteConnection connection, string sql)
    {
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
