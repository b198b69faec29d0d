using System.Net.Http.Headers;

namespace HelpLightning.Client;

/// <summary>A download on its way: how much is there, and whether what comes next belongs to it.</summary>
internal sealed class DownloadState(
    Download download, Stream destination, DownloadResume? resume, IProgress<DownloadProgress>? progress, TimeSpan longestSilence)
{
    /// <summary>Where the file begins: what an earlier run left in the destination belongs to it.</summary>
    private readonly long _start = resume is null && destination.CanSeek ? destination.Position : 0;

    private Uri _address = download.RequireWeb(download.Address);
    private EntityTagHeaderValue? _tag = resume?.Tag;
    private DateTimeOffset? _modified;
    private long _furthestBefore;

    public Download Download { get; } = download;

    /// <summary>The address was asked for anew, so that it is not too old.</summary>
    public bool HasRenewed { get; private set; }

    /// <summary>Bytes that are in the destination.</summary>
    public long Written { get; private set; } = resume is null ? 0 : destination.Position;

    /// <summary>
    /// The most bytes that were ever there. Only more than that is progress: what is begun anew again and again would never end.
    /// </summary>
    public long Furthest { get; private set; } = resume is null ? 0 : destination.Position;

    /// <summary>Bytes that there will be; null when the server did not say.</summary>
    public long? Total { get; private set; }

    public bool IsComplete { get; set; }

    public int Attempts { get; set; }

    /// <summary>Failures in a row. A connection that brought something new is not the same failure again.</summary>
    public int Failures { get; private set; }

    /// <summary>How long the server asks to wait, by its last answer; null when it does not say.</summary>
    public TimeSpan? AskedWait { get; set; }

    public void BeginAttempt()
    {
        _furthestBefore = Furthest;
        AskedWait = null;
    }

    public void CountFailure() => Failures = Furthest > _furthestBefore ? 1 : Failures + 1;

    public HttpRequestMessage NewRequest()
    {
        HttpRequestMessage request = new(HttpMethod.Get, _address);
        if (Written > 0)
        {
            request.Headers.Range = new RangeHeaderValue(Written, null);
            if (_tag is { IsWeak: false })
            {
                // Only if it is still the same file (RFC 9110 section 13.1.5).
                request.Headers.IfRange = new RangeConditionHeaderValue(_tag);
            }
        }

        return request;
    }

    /// <summary>Once in a download, a new address for the same file.</summary>
    public async Task<bool> TryRenewAsync(CancellationToken cancellationToken)
    {
        if (HasRenewed || Download.RenewAsync is null)
        {
            return false;
        }

        HasRenewed = true;
        if (await Download.RenewAsync(cancellationToken).ConfigureAwait(false) is not { } address)
        {
            return false;
        }

        _address = Download.RequireWeb(address);
        return true;
    }

    /// <summary>The whole file comes, perhaps a second time: what is there already is read past.</summary>
    public async Task BeginWholeAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        long? total = response.Content.Headers.ContentLength;
        bool isSame = Written == 0
            || ((IsSameVersion(response) ?? Equals(_tag, response.Headers.ETag)) && (Total is null || total == Total));
        if (!isSame)
        {
            Restart();
        }

        Total = total;
        _tag = response.Headers.ETag;
        _modified = response.Content.Headers.LastModified;
        if (Written > 0)
        {
            await SkipAsync(response, Written, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <returns>False when it is a part of another file than the one begun: ask for the whole anew.</returns>
    public bool TryBeginPart(HttpResponseMessage response)
    {
        ContentRangeHeaderValue? range = response.Content.Headers.ContentRange;
        if (IsSameVersion(response) == false)
        {
            // A server that does not know If-Range.
            Restart();
            return false;
        }

        if (range?.From != Written || (Total is not null && range.Length is not null && range.Length != Total))
        {
            throw new HelpLightningMalformedReplyException(
                $"The download of {Download.What} went on at another place or with another length than asked for.")
            {
                Remedy = "Start it again.",
            };
        }

        Total ??= range.Length;
        _modified ??= response.Content.Headers.LastModified;
        return true;
    }

    /// <summary>There is nothing after what was received: that was all, or the file has become another.</summary>
    public void EndOrRestart(HttpResponseMessage response)
    {
        IsComplete = Written == (Total ?? response.Content.Headers.ContentRange?.Length);
        if (!IsComplete)
        {
            Restart();
        }
    }

    public async Task CopyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[128 * 1024];
        Stream source = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (source.ConfigureAwait(false))
        {
            int least = Written == 0 && ForeignPage.CanBeTold(Download.MimeType) ? ForeignPage.BeginningLength : 1;
            int read;
            while ((read = await GuardAsync(
                cancellation => source.ReadAtLeastAsync(buffer, least, throwOnEndOfStream: false, cancellation).AsTask(), cancellationToken)
                .ConfigureAwait(false)) > 0)
            {
                if (least > 1 && ForeignPage.Begins(buffer.AsSpan(0, read)))
                {
                    throw ForeignPage.Instead(Download, "a web page");
                }

                least = 1;
                await destination.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                Written += read;
                Furthest = Math.Max(Furthest, Written);
                if (Written > Total)
                {
                    throw new HelpLightningMalformedReplyException(
                        $"The download of {Download.What} brought more than the {Total:N0} bytes announced.")
                    {
                        Remedy = "Start it again.",
                    };
                }

                progress?.Report(new DownloadProgress(Written, Total) { EntityTag = _tag is { IsWeak: false } ? _tag.ToString() : null });
            }
        }

        IsComplete = Total is null || Written == Total;
    }

    /// <summary>Runs a step of the network with its time limit, and names its failure.</summary>
    public async Task<T> GuardAsync<T>(Func<CancellationToken, Task<T>> step, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(longestSilence);
        try
        {
            return await step(limit.Token).ConfigureAwait(false);
        }
        catch (Exception e)
            when (cancellationToken.IsCancellationRequested && e is OperationCanceledException or HttpRequestException or IOException)
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
        catch (OperationCanceledException e)
        {
            throw new HelpLightningUnreachableException(
                $"The download of {Download.What} stood still for {longestSilence.TotalSeconds:0.###} s.", UnreachableReason.Timeout, e)
            {
                Remedy = $"Try again, or raise {nameof(HelpLightningOptions.AttemptTimeout)}.",
            };
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw Unreachable.From(HttpMethod.Get, _address, e);
        }
    }

    /// <summary>Null when the server does not say.</summary>
    private bool? IsSameVersion(HttpResponseMessage response) => (
        _tag, response.Headers.ETag, _modified, response.Content.Headers.LastModified) switch
    {
        ({ } before, { } now, _, _) => before.Equals(now),
        (_, _, { } before, { } now) => before == now,
        _ => null,
    };

    private void Restart()
    {
        if (!destination.CanSeek)
        {
            throw new HelpLightningMalformedReplyException($"The file behind {Download.What} changed during the download.")
            {
                Remedy = "Start it again.",
            };
        }

        destination.SetLength(_start);
        destination.Position = _start;
        Written = 0;
        Total = null;
        _tag = null;
        _modified = null;
    }

    private async Task SkipAsync(HttpResponseMessage response, long count, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[128 * 1024];
        Stream source = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        while (count > 0)
        {
            int most = (int)Math.Min(count, buffer.Length);
            int read = await GuardAsync(
                cancellation => source.ReadAsync(buffer.AsMemory(0, most), cancellation).AsTask(), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return;
            }

            count -= read;
        }
    }
}
