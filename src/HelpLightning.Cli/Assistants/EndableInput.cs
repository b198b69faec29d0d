namespace HelpLightning.Cli.Assistants;

/// <summary>
/// Standard input that also ends when the program is told to. A read of a pipe cannot be given up, and whoever waits for it would keep
/// the program from ending; so the wait is given up, and the read left to itself.
/// </summary>
internal sealed class EndableInput(Stream inner, CancellationToken end) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // Away from this thread: where nothing has come, the platform's stream waits before it returns its task.
        Task<int> read = Task.Run(() => inner.ReadAsync(buffer, CancellationToken.None).AsTask(), CancellationToken.None);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(end, cancellationToken);
        try
        {
            return await read.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return 0;
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
