using System.Runtime.InteropServices;

namespace HelpLightning.Cli.Hosting;

/// <summary>
/// Standard output or standard error by write(2). The platform's own stream passes over a reader that has gone (EPIPE), so that
/// a list would be fetched to its end for nobody; this one says so. A FileStream would say so too, but writes at offsets of its
/// own, and two programs that share a file would overwrite each other. What is said on standard error may be lost: there is no
/// other place to say that it was.
/// </summary>
internal sealed partial class UnixOutput(int file) : Stream
{
    private const int Interrupted = 4;
    private const int BadDescriptor = 9;
    private const int BrokenPipe = 32;
    private const short Writable = 4;

    /// <summary>EAGAIN: a pipe that another program has made non-blocking, and that is full.</summary>
    private static readonly int Full = OperatingSystem.IsLinux() ? 11 : 35;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            nint written = StandardFiles.Has(file) ? WriteBytes(file, buffer, buffer.Length) : -1;
            if (written >= 0)
            {
                buffer = buffer[(int)written..];
                continue;
            }

            int error = StandardFiles.Has(file) ? Marshal.GetLastPInvokeError() : BadDescriptor;
            if (error == Full)
            {
                PollEntry entry = new() { File = file, Events = Writable };
                _ = Poll(ref entry, 1, Timeout.Infinite);
            }
            else if (error != Interrupted)
            {
                if (file == StandardFiles.Error)
                {
                    return;
                }

                throw error == BrokenPipe
                    ? new OutputClosedException()
                    : new IOException($"Standard output cannot be written: {Why(error)}");
            }
        }
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private static string Why(int error) => error == BadDescriptor
        ? "it is closed. Leave out >&-, or send it to /dev/null."
        : $"{Marshal.GetPInvokeErrorMessage(error)}. Check that there is room on the disk.";

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint WriteBytes(int file, ReadOnlySpan<byte> bytes, nint count);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref PollEntry entries, nuint count, int timeout);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollEntry
    {
        public int File;
        public short Events;
        public short Happened;
    }
}
