using System.Globalization;
using System.Runtime.InteropServices;

namespace HelpLightning.Pkcs11.Tests;

/// <summary>
/// SoftHSM2 with tokens in a folder of its own. The module reads SOFTHSM2_CONF from the C library's environment when it is initialised.
/// </summary>
public sealed partial class SoftHsm : IDisposable
{
    public const string Pin = "1234";
    public const string SoPin = "87654321";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hl-softhsm-");
    private int _pins;

    public SoftHsm()
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "tokens"));
        File.WriteAllText(Configuration, $"directories.tokendir = {_folder.FullName}/tokens\nobjectstore.backend = file\nlog.level = ERROR\n");
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(0, SetEnvironment("SOFTHSM2_CONF", Configuration, 1));
        }
    }

    public static string Module { get; } = new[]
    {
        "/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so", "/usr/lib64/pkcs11/libsofthsm2.so",
        "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
    }.FirstOrDefault(File.Exists) ?? "/usr/lib/softhsm/libsofthsm2.so";

    public string Configuration => Path.Combine(_folder.FullName, "softhsm2.conf");

    public string Folder => _folder.FullName;

    public Dictionary<string, string> Environment => new() { ["SOFTHSM2_CONF"] = Configuration };

    public static Task RequireAsync() => Peer.RequireAsync("softhsm2-util", "--version");

    public async Task<string> UtilAsync(params string[] arguments) => (await TryUtilAsync(arguments)).RequireSuccess();

    public async Task<string> ToolAsync(params string[] arguments) => (await TryToolAsync(arguments)).RequireSuccess();

    internal Task<PeerResult> TryUtilAsync(params string[] arguments) => Peer.RunInAsync("softhsm2-util", Environment, arguments);

    internal Task<PeerResult> TryToolAsync(params string[] arguments) =>
        Peer.RunInAsync("pkcs11-tool", Environment, ["--module", Module, .. arguments]);

    public Task<string> NewTokenAsync(string label) => UtilAsync("--init-token", "--free", "--label", label, "--pin", Pin, "--so-pin", SoPin);

    public Task ImportAsync(string token, string keyFile, string label, string hexId) => UtilAsync(
        "--import", TestKeys.PathOf(keyFile), "--token", token, "--label", label, "--id", hexId, "--pin", Pin);

    /// <summary>A file with the PIN, and a URI that leads to it.</summary>
    public string Uri(string path, string? pin = Pin)
    {
        if (pin is null)
        {
            return $"pkcs11:{path}?module-path={Module}";
        }

        return $"pkcs11:{path}?module-path={Module}&pin-source={PinFile(pin)}";
    }

    public string PinFile(string pin)
    {
        string file = Path.Combine(_folder.FullName, string.Create(CultureInfo.InvariantCulture, $"pin-{++_pins}"));
        File.WriteAllText(file, pin + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return file;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
