using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;

namespace HelpLightning.Proxy;

/// <summary>Whether the proxy takes requests, for probes and for who ends it. Safe for many threads.</summary>
public sealed class HelpLightningProxyState
{
    private volatile bool _isStarted;
    private volatile bool _isDraining;
    private int _active;
    private long _answered;
    private long _refused;
    private ImmutableArray<(string Name, Func<string?> Problem)> _conditions = [];

    /// <summary>True once it listens.</summary>
    public bool IsStarted => _isStarted;

    /// <summary>True once it is about to end: what has come is answered, and each answer asks its caller to connect anew.</summary>
    public bool IsDraining => _isDraining;

    /// <summary>Requests that are being answered.</summary>
    public int Active => Volatile.Read(ref _active);

    /// <summary>Requests that Help Lightning answered.</summary>
    public long Answered => Interlocked.Read(ref _answered);

    /// <summary>Requests that the proxy answered by itself, or whose answers broke off.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>To be said once it listens.</summary>
    public void Started() => _isStarted = true;

    /// <summary>To be said when it is about to end.</summary>
    public void Drain() => _isDraining = true;

    /// <summary>
    /// Adds something without which the proxy should get no requests. Not for what is down for everybody: were Help Lightning itself a
    /// condition, then its outage would take all replicas out of service, and callers would learn nothing.
    /// </summary>
    /// <param name="name">A word for it, unlike the others', such as <c>key</c>.</param>
    /// <param name="problem">
    /// What is wrong with it now; null when nothing is. Asked at each probe, also by several threads at once; it should return at once,
    /// and its words go to whoever may probe.
    /// </param>
    /// <exception cref="ArgumentException">There is a condition of that name.</exception>
    public void AddCondition(string name, Func<string?> problem)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(problem);
        ImmutableInterlocked.Update(
            ref _conditions,
            static (conditions, added) => conditions.Any(c => c.Name == added.name)
                ? throw new ArgumentException($"There is a condition '{added.name}' already. Give this one another name.", nameof(name))
                : conditions.Add(added),
            (name, problem));
    }

    /// <summary>Why the proxy should get no requests now, by the names of the conditions; empty when it may get them.</summary>
    public IReadOnlyDictionary<string, string> FindProblems()
    {
        SortedDictionary<string, string> problems = new(StringComparer.Ordinal);
        foreach ((string name, Func<string?> problem) in _conditions)
        {
            if (Ask(problem) is { } text)
            {
                problems[name] = text;
            }
        }

        if (!IsStarted)
        {
            problems["started"] = "It does not listen yet.";
        }

        if (IsDraining)
        {
            problems["draining"] = "It is about to end.";
        }

        return problems;
    }

    /// <summary>
    /// Once it is about to end: has a caller connect anew, who finds another then, or is told at once that nobody is there.
    /// </summary>
    internal void SayFarewell(HttpContext context)
    {
        if (IsDraining && HttpProtocol.IsHttp11(context.Request.Protocol))
        {
            context.Response.Headers.Connection = "close";
        }
    }

    internal void Begin() => Interlocked.Increment(ref _active);

    internal void End(bool isAnswered)
    {
        Interlocked.Decrement(ref _active);
        Interlocked.Increment(ref isAnswered ? ref _answered : ref _refused);
    }

    private static string? Ask(Func<string?> problem)
    {
        try
        {
            return problem();
        }
        catch (Exception e)
        {
            // Its message may hold what no probe should see.
            return $"It cannot be told: {e.GetType().Name}.";
        }
    }
}
