using System.Security.Cryptography;

namespace HelpLightning.Pkcs11.Pins;

/// <summary>A PIN in memory that the collector does not move, so that no copy of it stays behind; wiped in the end.</summary>
internal sealed class Pin : IDisposable
{
    private readonly byte[] _bytes;
    private readonly int _length;

    public Pin(ReadOnlySpan<byte> bytes)
    {
        _bytes = GC.AllocateUninitializedArray<byte>(Math.Max(bytes.Length, 1), pinned: true);
        _length = bytes.Length;
        bytes.CopyTo(_bytes);
    }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    public void Dispose() => CryptographicOperations.ZeroMemory(_bytes);
}
