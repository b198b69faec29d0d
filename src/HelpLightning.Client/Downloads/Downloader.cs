using System.Net;

namespace HelpLightning.Client;

/// <summary>
/// Fetches files from pre-signed addresses, without any credential: a server of signed files refuses the vendor's headers,
/// and has no business knowing them.
/// </summary>
internal sealed class Downloader
{
    private readonly HttpMessageInvoker _http;
    private readonly CurrentConnection _connections;

    public Downloader(HttpMessageInvoker http, CurrentConnection connections)
    {
        _http = http;
        _connections = connections;
    }

    public static HelpLightningNotFoundException Gone(string what) => new(
        $"There is no file for {what}.",
        "It may not be ready yet, or the site has deleted it: look at the site's retention settings.",
        Details(HttpStatusCode.NotFound));

    /// <summary>Copies the file, going on where it was after a break. There is no limit for the whole, only for silence.</summary>
    public async Task<long> CopyAsync(
        Download download, Stream destination, DownloadResume? resume,
        IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        HelpLightningOptions options = _connections.Value.Options;
        DownloadState state = new(download, destination, resume, progress, options.AttemptTimeout);
        DownloadAttempt last = await DownloadRetries.For(state, options)
            .ExecuteAsync(cancellation => AttemptAsync(state, options.TimeProvider, cancellation), cancellationToken).ConfigureAwait(false);
        if (last.Failure is { } failure)
        {
            failure.SentTimes(state.Attempts);
            throw failure;
        }

        return state.Written;
    }

    private async ValueTask<DownloadAttempt> AttemptAsync(DownloadState state, TimeProvider clock, CancellationToken cancellationToken)
    {
        state.BeginAttempt();
        HelpLightningException failure;
        try
        {
            using HttpResponseMessage response = await SendAsync(state, cancellationToken).ConfigureAwait(false);
            state.AskedWait = RetryAfter.Of(response, clock.GetUtcNow());
            failure = await ReceiveAsync(state, response, cancellationToken).ConfigureAwait(false);
        }
        catch (HelpLightningUnreachableException e)
        {
            failure = e;
        }

        if (state.IsComplete)
        {
            return default;
        }

        state.CountFailure();
        return new DownloadAttempt(failure);
    }

    private async Task<HttpResponseMessage> SendAsync(DownloadState state, CancellationToken cancellationToken)
    {
        while (true)
        {
            state.Attempts++;
            using HttpRequestMessage request = state.NewRequest();
            HttpResponseMessage response = await state
                .GuardAsync(cancellation => _http.SendAsync(request, cancellation), cancellationToken).ConfigureAwait(false);
            bool mayHaveExpired = response.StatusCode
                is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest or HttpStatusCode.Gone;
            if (!mayHaveExpired || !await state.TryRenewAsync(cancellationToken).ConfigureAwait(false))
            {
                return response;
            }

            response.Dispose();
        }
    }

    /// <returns>Why it is not complete; means nothing when it is.</returns>
    private static async Task<HelpLightningException> ReceiveAsync(
        DownloadState state, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode is HttpStatusCode.OK or HttpStatusCode.PartialContent)
        {
            ForeignPage.Refuse(state.Download, response);
        }

        switch (response.StatusCode)
        {
            case HttpStatusCode.OK:
                await state.BeginWholeAsync(response, cancellationToken).ConfigureAwait(false);
                break;
            case HttpStatusCode.PartialContent when state.TryBeginPart(response):
                break;
            case HttpStatusCode.PartialContent:
                return Changed(state.Download);
            case HttpStatusCode.RequestedRangeNotSatisfiable when state.Written > 0:
                state.EndOrRestart(response);
                return Changed(state.Download);
            default:
                return Refused(state, response.StatusCode);
        }

        await state.CopyAsync(response, cancellationToken).ConfigureAwait(false);
        return new HelpLightningUnreachableException(
            $"The download of {state.Download.What} broke off after {state.Written:N0} of {state.Total:N0} bytes.",
            UnreachableReason.BrokenOff)
        {
            Remedy = "Try again.",
        };
    }

    /// <summary>Counts as a failure, so that a file which changes all the time ends too.</summary>
    private static HelpLightningUnreachableException Changed(Download download) => new(
        $"The file behind {download.What} changed during the download.", UnreachableReason.BrokenOff)
    {
        Remedy = "Try again.",
    };

    private static HelpLightningException Refused(DownloadState state, HttpStatusCode status) => status switch
    {
        HttpStatusCode.NotFound or HttpStatusCode.Gone => Gone(state.Download.What),
        HttpStatusCode.TooManyRequests => new HelpLightningRateLimitedException(
            $"The file server answered the download of {state.Download.What} with 429.",
            state.AskedWait is { } wait ? $"Try again in {wait.TotalSeconds:0} s." : "Try again later, more slowly.",
            Details(status) with { RetryAfter = state.AskedWait }),
        HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => new HelpLightningUnreachableException(
            $"The file server answered the download of {state.Download.What} with {(int)status}.", UnreachableReason.BrokenOff)
        {
            Remedy = $"Try again {(state.AskedWait is { } wait ? $"in {wait.TotalSeconds:0} s" : "later")}.",
            RetryAfter = state.AskedWait,
        },
        _ => new HelpLightningApiException(
            $"The file server answered the download of {state.Download.What} "
            + $"with {(int)status}{(state.HasRenewed ? ", with a new address too" : "")}.",
            state.HasRenewed
                ? "So it is not that the address was too old: look for a firewall or a proxy that keeps this machine from the file server."
                : "Its signed address has likely expired: ask for the list or the report again, and download at once.",
            Details(status)),
    };

    private static ApiErrorDetails Details(HttpStatusCode status) =>
        new(HttpMethod.Get, new Uri("(signed address)", UriKind.Relative), status, default, null, null, null, 1);
}
