using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace HelpLightning.Export;

/// <summary>
/// Encrypts what is written to it with a passphrase, as an OpenPGP message (RFC 4880) that <c>gpg --decrypt</c> opens:
/// AES-256, a key from the passphrase by iterated SHA-256, and a code that tells whether anything was changed. Memory does
/// not grow with the length.
/// </summary>
public sealed class OpenPgpEncryptionStream : Stream
{
    private const byte Aes256 = 9;
    private const byte Sha256 = 8;
    private const int BlockSize = 16;

    /// <summary>The largest that there is, as gpg writes it: 65,011,712 bytes are hashed for one try at the passphrase.</summary>
    private const byte IterationCode = 0xff;

    private readonly Stream _output;
    private readonly CfbWriter _cipher;
    private readonly PartialPacket _encrypted;
    private readonly PartialPacket _literal;
    private readonly IncrementalHash _hash;
    private bool _isClosed;

    /// <param name="output">Where the message goes; not closed.</param>
    /// <param name="passphrase">What opens it.</param>
    /// <param name="name">The name of the file inside; ASCII, up to 255 characters.</param>
    /// <param name="time">The time of the file inside.</param>
    /// <exception cref="ArgumentException">The passphrase is empty.</exception>
    public OpenPgpEncryptionStream(Stream output, string passphrase, string name, DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentException.ThrowIfNullOrEmpty(passphrase);
        ArgumentNullException.ThrowIfNull(name);
        _output = output;
        byte[] salt = RandomNumberGenerator.GetBytes(8);
        byte[] key = DeriveKey(passphrase, salt, IterationCode);

        // Symmetric-Key Encrypted Session Key, version 4: the key is the one of the passphrase (RFC 4880, 5.3).
        output.Write([0xc3, 13, 4, Aes256, 3, Sha256, .. salt, IterationCode]);

        // Symmetrically Encrypted and Integrity Protected Data, version 1 (5.13).
        _encrypted = new PartialPacket(bytes => output.Write(bytes), tag: 18);
        _encrypted.Write([1]);
        _cipher = new CfbWriter(key, _encrypted);
        CryptographicOperations.ZeroMemory(key);
#pragma warning disable CA5350 // The format says SHA-1 here; it is encrypted together with the data, and nobody can choose its input.
        _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
#pragma warning restore CA5350
        byte[] prefix = RandomNumberGenerator.GetBytes(BlockSize + 2);
        prefix.AsSpan(BlockSize - 2, 2).CopyTo(prefix.AsSpan(BlockSize));
        Encrypt(prefix);

        // Literal Data, binary (5.9).
        _literal = new PartialPacket(Encrypt, tag: 11);
        byte[] fileName = Encoding.ASCII.GetBytes(name);
        byte[] date = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(date, (uint)Math.Clamp(time.ToUnixTimeSeconds(), 0, uint.MaxValue));
        _literal.Write([(byte)'b', checked((byte)fileName.Length), .. fileName, .. date]);
    }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer) => _literal.Write(buffer);

    /// <summary>Nothing: a packet is written when it is full, and at the end.</summary>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isClosed)
        {
            _isClosed = true;
            _literal.Finish();

            // Modification Detection Code (5.14): its two first bytes count as hashed.
            Encrypt([0xd3, 20]);
            _cipher.Write(_hash.GetHashAndReset());
            _cipher.Finish();
            _encrypted.Finish();
            _output.Flush();
            _hash.Dispose();
            _cipher.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Iterated and salted S2K (3.7.1.3): salt and passphrase, over and over, until so many bytes are hashed.</summary>
    internal static byte[] DeriveKey(string passphrase, ReadOnlySpan<byte> salt, byte iterationCode)
    {
        byte[] unit = [.. salt, .. Encoding.UTF8.GetBytes(passphrase)];
        long left = Math.Max((16L + (iterationCode & 15)) << ((iterationCode >> 4) + 6), unit.Length);
        byte[] many = new byte[unit.Length * Math.Max(1, 4096 / unit.Length)];
        for (int at = 0; at < many.Length; at += unit.Length)
        {
            unit.CopyTo(many, at);
        }

        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (; left > 0; left -= many.Length)
        {
            hash.AppendData(many.AsSpan(0, (int)Math.Min(left, many.Length)));
        }

        CryptographicOperations.ZeroMemory(unit);
        CryptographicOperations.ZeroMemory(many);
        return hash.GetHashAndReset();
    }

    private void Encrypt(ReadOnlySpan<byte> plain)
    {
        _hash.AppendData(plain);
        _cipher.Write(plain);
    }
}
