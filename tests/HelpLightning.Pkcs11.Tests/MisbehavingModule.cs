using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace HelpLightning.Pkcs11.Tests;

/// <summary>misbehaving.c, compiled, and a copy of it for each test, so that none sees another's state. It signs with a test key.</summary>
internal sealed unsafe class MisbehavingModule : IDisposable
{
    private static readonly RSA Key = RSA.Create();
    private static readonly RSA OtherKey = RSA.Create();

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hl-misbehaving-");
    private readonly nint _library;

    static MisbehavingModule()
    {
        Key.ImportFromPem(File.ReadAllText(TestKeys.PathOf("test-2048-pkcs8.pem")));
        OtherKey.ImportFromPem(File.ReadAllText(TestKeys.PathOf("test-other-2048-pkcs8.pem")));
    }

    private MisbehavingModule(string compiled)
    {
        Module = Path.Combine(_folder.FullName, "misbehaving.so");
        File.Copy(compiled, Module);
        WritePin("1234");
        _library = NativeLibrary.Load(Module);
        ((delegate* unmanaged<void*, void>)Export("mb_signer"))((delegate* unmanaged<byte*, CULong, byte*, int>)&Sign);
        TellKey(Key);
    }

    public string Module { get; }

    public string PinFile => Path.Combine(_folder.FullName, "pin");

    public string Uri => $"pkcs11:token=hl;object=partner?module-path={Module}&pin-source={PinFile}";

    public long this[Setting setting]
    {
        get => ((delegate* unmanaged<int, CLong>)Export("mb_get"))((int)setting).Value;
        set => ((delegate* unmanaged<int, CLong, void>)Export("mb_set"))((int)setting, new CLong((nint)value));
    }

    public static Task<MisbehavingModule> NewAsync() => MisbehavingSource.CompiledAsync(static compiled => new MisbehavingModule(compiled));

    public Pkcs11Key Open(Pkcs11KeyOptions? options = null) => Pkcs11Key.Open(Uri, options);

    public void WritePin(string pin)
    {
        File.WriteAllText(PinFile, pin);
        SetMode(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public void SetMode(UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(PinFile, mode);
        }
    }

    /// <summary>What the token takes.</summary>
    public void SetPin(string pin)
    {
        fixed (byte* text = Encoding.UTF8.GetBytes(pin + "\0"))
        {
            ((delegate* unmanaged<byte*, void>)Export("mb_pin"))(text);
        }
    }

    /// <summary>The next calls of a function, by its place in CK_FUNCTION_LIST, fail.</summary>
    public void Fail(int function, uint rv, long times = 1) =>
        ((delegate* unmanaged<int, CLong, CLong, void>)Export("mb_fail"))(function, new CLong((nint)rv), new CLong((nint)times));

    public void Remove() => ((delegate* unmanaged<void>)Export("mb_remove"))();

    public void ShowOtherKey() => TellKey(OtherKey);

    public void Dispose() => _folder.Delete(recursive: true);

    private void TellKey(RSA key)
    {
        RSAParameters numbers = key.ExportParameters(false);
        fixed (byte* modulus = numbers.Modulus, exponent = numbers.Exponent)
        {
            ((delegate* unmanaged<byte*, CULong, byte*, CULong, void>)Export("mb_key"))(
                modulus, new CULong((uint)numbers.Modulus!.Length), exponent, new CULong((uint)numbers.Exponent!.Length));
        }
    }

    private nint Export(string name) => NativeLibrary.GetExport(_library, name);

    /// <summary>DigestInfo has 51 bytes; what a token signs has more.</summary>
    [UnmanagedCallersOnly]
    private static int Sign(byte* data, CULong length, byte* signature)
    {
        ReadOnlySpan<byte> given = new(data, (int)length.Value);
        Span<byte> room = new(signature, Key.KeySize / 8);
        return (given.Length == 51
            ? Key.TrySignHash(given[19..], room, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1, out _)
            : Key.TrySignData(given, room, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1, out _)) ? 1 : 0;
    }
}
