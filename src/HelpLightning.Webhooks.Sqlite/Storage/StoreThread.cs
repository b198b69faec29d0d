using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace HelpLightning.Webhooks.Sqlite.Storage;

/// <summary>
/// The one thread that speaks to the database. A disk that stalls holds up this thread and nobody else: not those of the pool, by
/// which senders get their answers.
/// </summary>
internal sealed class StoreThread : IAsyncDisposable
{
    private readonly BlockingCollection<Action> _jobs = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public StoreThread()
    {
        Thread thread = new(Run) { IsBackground = true, Name = "webhook inbox" };
        thread.UnsafeStart();
    }

    /// <exception cref="InboxUnavailableException">The store fails.</exception>
    public Task<T> RunAsync<T>(Func<T> job, CancellationToken cancellationToken = default)
    {
        TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            _jobs.Add(() => Complete(done, job, cancellationToken), CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            return Task.FromException<T>(new InboxUnavailableException("The inbox is closed."));
        }

        return done.Task;
    }

    /// <summary>For what only looks: who asks need not wait for a store that stalls.</summary>
    /// <exception cref="InboxUnavailableException">The store fails.</exception>
    public Task<T> LookAsync<T>(Func<T> job, CancellationToken cancellationToken) =>
        RunAsync(job, cancellationToken).WaitAsync(cancellationToken);

    /// <inheritdoc cref="RunAsync{T}"/>
    public Task RunAsync(Action job, CancellationToken cancellationToken = default) => RunAsync(
        () =>
        {
            job();
            return true;
        },
        cancellationToken);

    /// <summary>Does what was asked for, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _jobs.CompleteAdding();
        await _ended.Task.ConfigureAwait(false);
        _jobs.Dispose();
    }

    private static void Complete<T>(TaskCompletionSource<T> done, Func<T> job, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            done.SetCanceled(cancellationToken);
            return;
        }

        try
        {
            done.SetResult(job());
        }
        catch (SqliteException e) when (StoreFault.IsOfStore(e))
        {
            done.SetException(new InboxUnavailableException(StoreFault.Tell(e), e));
        }
        catch (Exception e)
        {
            done.SetException(e);
        }
    }

    private void Run()
    {
        foreach (Action job in _jobs.GetConsumingEnumerable())
        {
            job();
        }

        _ended.SetResult();
    }
}
