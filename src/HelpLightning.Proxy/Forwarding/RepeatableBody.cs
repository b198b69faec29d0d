using System.Net;
using System.Net.Http.Headers;

namespace HelpLightning.Proxy;

/// <summary>
/// A body that comes from the caller as it is sent, and is remembered up to a limit, so that it can be sent once more. Nothing waits for
/// it to be there whole.
/// </summary>
internal sealed class RepeatableBody : HttpContent
{
    private readonly HttpContent _incoming;
    private readonly int _most;
    private MemoryStream? _kept;
    private bool _isBegun;
    private bool _isWhole;

    /// <param name="incoming">Can be sent once. Disposed with this.</param>
    /// <param name="most">Longer ones are not remembered.</param>
    public RepeatableBody(HttpContent incoming, int most)
    {
        _incoming = incoming;
        _most = most;
        foreach ((string name, HeaderStringValues values) in incoming.Headers.NonValidated)
        {
            _ = ForwardedHeaders.Add(Headers, name, values.ToString());
        }

        long? length = incoming.Headers.ContentLength;
        _kept = most == 0 || length > most ? null : new MemoryStream((int)(length ?? 0));
    }

    /// <summary>Can it be sent now, for the first time or once more?</summary>
    public bool CanSend => !_isBegun || (_isWhole && _kept is not null);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (_isBegun)
        {
            MemoryStream kept = _isWhole && _kept is not null
                ? _kept
                : throw new InvalidOperationException("The body was not remembered, so it cannot be sent again.");
            await stream.WriteAsync(kept.GetBuffer().AsMemory(0, (int)kept.Length), cancellationToken).ConfigureAwait(false);
            return;
        }

        _isBegun = true;
        if (_kept is null)
        {
            await _incoming.CopyToAsync(stream, context, cancellationToken).ConfigureAwait(false);
            return;
        }

        using RememberingStream remembering = new(stream, Remember);
        await _incoming.CopyToAsync(remembering, context, cancellationToken).ConfigureAwait(false);
        _isWhole = true;
    }

    protected override bool TryComputeLength(out long length)
    {
        // Announced by the header, or not known.
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _incoming.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Remember(ReadOnlySpan<byte> part)
    {
        if (_kept is null)
        {
            return;
        }

        if (_kept.Length + part.Length > _most)
        {
            _kept = null;
            return;
        }

        _kept.Write(part);
    }
}
