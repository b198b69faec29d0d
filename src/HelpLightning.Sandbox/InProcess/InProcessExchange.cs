using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace HelpLightning.Sandbox.InProcess;

/// <summary>One request and its answer in process: what a server does around the pipeline.</summary>
internal sealed class InProcessExchange
    : IHttpResponseFeature, IHttpResponseBodyFeature, IHttpRequestLifetimeFeature, IHttpRequestBodyDetectionFeature
{
    private readonly Pipe _pipe = new();
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _aborted;
    private readonly Stack<(Func<object, Task> Callback, object State)> _onStarting = new();
    private readonly Stack<(Func<object, Task> Callback, object State)> _onCompleted = new();
    private readonly CountingWriter _writer;

    public InProcessExchange(CancellationToken cancellationToken, CancellationToken sandboxIsGone)
    {
        _aborted = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, sandboxIsGone);
        RequestAborted = _aborted.Token;
        _writer = new CountingWriter(_pipe.Writer, StartAsync);
        Stream = _writer.AsStream(leaveOpen: true);
        Reader = _pipe.Reader.AsStream();
    }

    /// <summary>Completes when status and headers are settled; fails when the connection is broken before.</summary>
    public Task Started => _started.Task;

    public Stream Reader { get; }

    public int StatusCode { get; set; } = 200;

    public string? ReasonPhrase { get; set; }

    public IHeaderDictionary Headers { get; set; } = new HeaderDictionary();

    public bool HasStarted { get; private set; }

    public bool CanHaveBody { get; set; }

    public CancellationToken RequestAborted { get; set; }

    public Stream Stream { get; }

    public PipeWriter Writer => _writer;

    Stream IHttpResponseFeature.Body
    {
        get => Stream;
        set => throw new NotSupportedException();
    }

    public async Task RunAsync(RequestDelegate pipeline, HttpContext context)
    {
        try
        {
            await pipeline(context).ConfigureAwait(false);
            await StartAsync(CancellationToken.None).ConfigureAwait(false);
            if (!HasStarted)
            {
                throw new OperationCanceledException("It was given up before it had an answer.");
            }

            await _writer.FlushAsync().ConfigureAwait(false);
            bool isShort = Headers.ContentLength > _writer.Count && !HttpMethods.IsHead(context.Request.Method) && StatusCode != 304;
            await _pipe.Writer.CompleteAsync(
                isShort ? Broken("The response ended before its announced length.") : null).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            _started.TrySetException(new HttpRequestException(HttpRequestError.ConnectionError, "The sandbox broke the request off.", e));
            await _pipe.Writer.CompleteAsync(e).ConfigureAwait(false);
        }
        finally
        {
            while (_onCompleted.TryPop(out (Func<object, Task> Callback, object State) done))
            {
                await done.Callback(done.State).ConfigureAwait(false);
            }

            _aborted.Dispose();
        }
    }

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (HasStarted || RequestAborted.IsCancellationRequested)
        {
            return;
        }

        while (_onStarting.TryPop(out (Func<object, Task> Callback, object State) start))
        {
            await start.Callback(start.State).ConfigureAwait(false);
        }

        HasStarted = true;
        _started.TrySetResult();
    }

    public void Abort()
    {
        _started.TrySetException(
            new HttpRequestException(HttpRequestError.ConnectionError, "The connection was reset.", Broken("The connection was reset.")));
        _pipe.Writer.Complete(Broken("The connection was reset."));
        _aborted.Cancel();
    }

    public void OnStarting(Func<object, Task> callback, object state) => _onStarting.Push((callback, state));

    public void OnCompleted(Func<object, Task> callback, object state) => _onCompleted.Push((callback, state));

    public void DisableBuffering()
    {
    }

    public async Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        await SendFileFallback.SendFileAsync(Stream, path, offset, count, cancellationToken).ConfigureAwait(false);

    public async Task CompleteAsync()
    {
        await StartAsync().ConfigureAwait(false);
        await _writer.FlushAsync().ConfigureAwait(false);
    }

    private static HttpIOException Broken(string message) => new(HttpRequestError.ResponseEnded, message);

    /// <summary>Settles status and headers before the first byte goes out, and counts the bytes.</summary>
    private sealed class CountingWriter(PipeWriter inner, Func<CancellationToken, Task> start) : PipeWriter
    {
        public long Count { get; private set; }

        public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

        public override long UnflushedBytes => inner.UnflushedBytes;

        public override void Advance(int bytes)
        {
            Count += bytes;
            inner.Advance(bytes);
        }

        public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

        public override async ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
        {
            await start(cancellationToken).ConfigureAwait(false);
            return await inner.FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        /// <summary>The exchange ends the body, when it knows how.</summary>
        public override void Complete(Exception? exception = null)
        {
        }
    }
}
