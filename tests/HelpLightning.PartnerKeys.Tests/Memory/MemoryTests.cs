using System.Diagnostics;
using System.Security.Cryptography;

namespace HelpLightning.PartnerKeys.Tests.Memory;

/// <summary>
/// After a key was read, used and disposed of, this process's memory holds neither the passphrase nor the text of the key: not where it was
/// read to, and not where the garbage collector moved things from, which runs all the time meanwhile.
/// </summary>
/// <remarks>
/// The numbers of the key in DER are another matter: .NET and OpenSSL work on copies of their own, which docs/security.md lists.
/// </remarks>
[Collection(nameof(MemoryTests))]
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
public sealed class MemoryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hl-memory-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_search_finds_what_is_there()
    {
        await RequireAsync();
        Needle needle = Needle.RandomLetters("letters", 40);
        Assert.Empty(OwnMemory.Find([needle, needle.Wide()]));
        byte[] clear = [.. needle.Masked.Select(static b => (byte)(b ^ Needle.Mask))];
        string text = System.Text.Encoding.ASCII.GetString(clear);
        Assert.Equal(["letters", "letters, as characters"], OwnMemory.Find([needle, needle.Wide()]).Keys.Order(StringComparer.Ordinal));
        GC.KeepAlive(clear);
        GC.KeepAlive(text);
    }

    [Theory]
    [InlineData("genpkey -algorithm RSA -out k", "")]
    [InlineData("genrsa -traditional -out k", "")]
    [InlineData("genpkey -algorithm RSA -out k.pem", "base64 -w0 k.pem > k")]
    [InlineData("genpkey -algorithm RSA -out k.pem", "(printf '\\'; sed 's/-----/—–/' k.pem | tr '\\n' ' ') > k")]
    [InlineData("genpkey -algorithm RSA -outform DER -out k.der", "od -An -v -tx1 k.der | tr -d ' \\n' > k")]
    public async Task The_text_of_a_key(string make, string then)
    {
        await RequireAsync();
        await RunAsync($"openssl {make} 2>&1 {(then.Length == 0 ? "" : $"&& {then}")}");
        string file = Path.Combine(_folder, "k");
        Needle[] needles = NeedlesOf(file);
        await DuringCollectionsAsync(times: 5, () =>
        {
            using PartnerKey key = PartnerKey.FromFile(file);
            Use(key);
            using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            using PartnerKey again = PartnerKey.FromStream(stream);
            Use(again);
        });
        Assert.Empty(OwnMemory.Find(needles));
    }

    [Theory]
    [InlineData("pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA256")]
    [InlineData("pkcs8 -topk8 -outform DER -v2 aes-256-cbc")]
    public async Task The_passphrase(string encrypt)
    {
        await RequireAsync();
        Needle passphrase = Needle.RandomLetters("passphrase", 40);
        string passphraseFile = Path.Combine(_folder, "passphrase");
        using (FileStream stream = new(passphraseFile, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            passphrase.WriteTo(stream);
        }

        await RunAsync($"openssl genpkey -algorithm RSA -outform DER -out plain 2>&1 && openssl {encrypt} -in plain -out k -passout file:passphrase");
        Needle[] needles = [passphrase, passphrase.Wide()];
        string file = Path.Combine(_folder, "k");
        await DuringCollectionsAsync(times: 2, () =>
        {
            char[] typed = GC.AllocateArray<char>(passphrase.Masked.Length, pinned: true);
            for (int i = 0; i < typed.Length; i++)
            {
                typed[i] = (char)(passphrase.Masked[i] ^ Needle.Mask);
            }

            using PartnerKey key = PartnerKey.FromFile(file, typed);
            Use(key);
            key.WritePemFile(Path.Combine(_folder, "copy"), overwrite: true, typed);
            key.WritePemFile(Path.Combine(_folder, "plain-copy"), overwrite: true);
            typed.AsSpan().Clear();
        });
        Assert.Empty(OwnMemory.Find(needles));
    }

    private static void Use(PartnerKey key) => Assert.True(key.TrySign([], new byte[key.SignatureLength], out _));

    /// <summary>Three pieces from the middle of a file, where a key's secret numbers are.</summary>
    private static Needle[] NeedlesOf(string file)
    {
        byte[] content = GC.AllocateUninitializedArray<byte>((int)new FileInfo(file).Length, pinned: true);
        using (FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0))
        {
            stream.ReadExactly(content);
        }

        List<Needle> needles = [];
        foreach (int percent in new[] { 35, 60, 85 })
        {
            Span<byte> piece = content.AsSpan(content.Length * percent / 100, 30);

            // A line break is not part of what is decoded, and not of what is cut out of a line.
            if (piece.IndexOf((byte)'\n') is var end and >= 0)
            {
                piece = end > 15 ? piece[..end] : piece[(end + 1)..];
            }

            needles.AddRange(Needle.OfText($"the file at {percent} %", piece));
        }

        CryptographicOperations.ZeroMemory(content);
        return [.. needles];
    }

    /// <summary>Reads again and again while the garbage collector moves all that can be moved.</summary>
    private static async Task DuringCollectionsAsync(int times, Action read)
    {
        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        Task collecting = Task.Run(
            () =>
            {
                List<object> kept = [];
                while (!enough.IsCancellationRequested)
                {
                    kept.Add(new byte[1000]);
                    GC.Collect(kept.Count % 3, GCCollectionMode.Forced, blocking: true, compacting: true);
                    if (kept.Count == 100)
                    {
                        kept.RemoveRange(0, 50);
                    }
                }
            },
            Cancellation);
        await Task.Run(
            () =>
            {
                for (int i = 0; i < times; i++)
                {
                    read();
                }
            },
            Cancellation);
        await enough.CancelAsync();
        await collecting;
    }

    private static async Task RequireAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux shows a process its memory as a file.");
        using Process probe = Process.Start(new ProcessStartInfo("openssl", ["version"]) { RedirectStandardOutput = true })!;
        await probe.WaitForExitAsync(Cancellation);
    }

    private async Task RunAsync(string script)
    {
        using Process process = Process.Start(new ProcessStartInfo("sh", ["-c", script]) { WorkingDirectory = _folder, RedirectStandardOutput = true })!;
        string output = await process.StandardOutput.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        Assert.True(process.ExitCode == 0, output);
    }
}
