using System.Runtime.InteropServices;
using HelpLightning.PartnerKeys;
using HelpLightning.Pkcs11.Faults;

namespace HelpLightning.Pkcs11.Cryptoki;

/// <summary>
/// Which file the module is: module-path, module-name, $PKCS11_MODULE_PATH, or p11-kit's proxy of all modules, in this order.
/// </summary>
internal static class ModuleFile
{
    public const string Variable = "PKCS11_MODULE_PATH";

    public const string Packages =
        "Install the device's module (Debian: softhsm2, opensc for smartcards, ykcs11 for YubiKeys, libtpm2-pkcs11-1 for a TPM), "
        + "and name its file: ?module-path=/usr/lib/softhsm/libsofthsm2.so";

    private static string Extension => OperatingSystem.IsWindows() ? ".dll" : OperatingSystem.IsMacOS() ? ".dylib" : ".so";

    public static string Find(string? modulePath, string? moduleName)
    {
        if (modulePath is not null)
        {
            return FromPath(modulePath, moduleName);
        }

        if (moduleName is not null)
        {
            return FromName(moduleName, Folders) ?? throw Fault.Of(
                PartnerKeyProblem.ModuleUnusable,
                $"There is no PKCS#11 module {Fault.Quoted(moduleName)} in {string.Join(", ", Folders)}.", Packages);
        }

        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } fromEnvironment)
        {
            return FromPath(fromEnvironment, null);
        }

        return FromName("p11-kit-proxy", Folders) ?? throw Fault.Of(
            PartnerKeyProblem.ModuleUnusable,
            $"The key's URI names no PKCS#11 module, {Variable} is not set, and p11-kit-proxy{Extension} is not installed.", Packages);
    }

    /// <summary>RFC 7512 section 2.3: a file, or the folder in which module-name is.</summary>
    private static string FromPath(string path, string? name)
    {
        if (!Path.IsPathFullyQualified(path))
        {
            throw Fault.Of(
                PartnerKeyProblem.ModuleUnusable, $"The PKCS#11 module's path is not absolute: {Fault.Quoted(path)}.",
                "Write it from the root on: a module is code, and must not depend on the folder that a program is started in");
        }

        if (Directory.Exists(path))
        {
            return (name is null ? null : FromName(name, [path])) ?? throw Fault.Of(
                PartnerKeyProblem.ModuleUnusable,
                name is null ? $"{path} is a folder." : $"There is no PKCS#11 module {Fault.Quoted(name)} in {path}.",
                "Give the module's file as module-path, or its name as module-name beside the folder");
        }

        return File.Exists(path)
            ? path
            : throw Fault.Of(PartnerKeyProblem.ModuleUnusable, $"There is no PKCS#11 module {Fault.Quoted(path)}.", Packages);
    }

    /// <summary>The name has neither prefix nor suffix, as section 2.3 wants it, or both.</summary>
    private static string? FromName(string name, IEnumerable<string> folders)
    {
        if (name.Length == 0 || name.AsSpan().ContainsAny('/', '\\', '\0'))
        {
            throw Fault.Uri("The attribute module-name of the key's URI is a path.", "Give a path as module-path; a name is like softhsm2");
        }

        return folders
            .SelectMany(
                _ => (string[])[$"{name}{Extension}", $"lib{name}{Extension}", name, $"{name}-pkcs11{Extension}"], Path.Combine)
            .FirstOrDefault(File.Exists);
    }

    private static IReadOnlyList<string> Folders { get; } =
    [
        .. (OperatingSystem.IsWindows() ? WindowsFolders()
            : OperatingSystem.IsMacOS() ? MacFolders()
            : LinuxFolders()).Where(Directory.Exists),
    ];

    private static IEnumerable<string> LinuxFolders()
    {
        string triplet = RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => "x86_64-linux-gnu",
            Architecture.X86 => "i386-linux-gnu",
            Architecture.Arm64 => "aarch64-linux-gnu",
            Architecture.Arm => "arm-linux-gnueabihf",
            var other => $"{other.ToString().ToLowerInvariant()}-linux-gnu",
        };
        string[] roots = [$"/usr/lib/{triplet}", "/usr/lib64", "/usr/lib", "/usr/local/lib"];
        return roots.SelectMany(static root => (string[])[$"{root}/pkcs11", $"{root}/softhsm", root]);
    }

    private static IEnumerable<string> MacFolders() =>
    [
        "/opt/homebrew/lib/pkcs11", "/opt/homebrew/lib/softhsm", "/opt/homebrew/lib", "/usr/local/lib/pkcs11", "/usr/local/lib",
        "/Library/OpenSC/lib",
    ];

    private static IEnumerable<string> WindowsFolders() =>
    [
        Environment.SystemDirectory,
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "OpenSC Project", "OpenSC", "pkcs11"),
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "Yubico", "Yubico PIV Tool", "bin"),
    ];
}
