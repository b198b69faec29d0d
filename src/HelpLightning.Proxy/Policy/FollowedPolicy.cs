using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HelpLightning.Proxy;

/// <summary>
/// The policy of a file as it changes: written in place, renamed into its place or reached by a link that was moved. It is looked at when
/// the policy is asked for, once a second at most, and told by its content. A file that cannot be used leaves the last good policy in
/// force. Safe for many threads, of which one looks while the others go on with what is in force.
/// </summary>
public sealed class FollowedPolicy
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly string _path;
    private readonly ILogger _logger;
    private readonly TimeProvider _clock;
    private readonly Lock _looking = new();
    private volatile ProxyPolicy _current;
    private volatile string? _problem;
    private byte[] _digest;
    private long _lookedAt;

    /// <param name="path">The file: see <see cref="ProxyPolicyFile"/>. Not a pipe, which can be read only once.</param>
    /// <param name="logger">Told of each policy that comes into force and, once, of each problem; null for nobody.</param>
    /// <param name="clock">For tests; null for the system's.</param>
    /// <exception cref="ProxyPolicyException">The file cannot be read or is no policy.</exception>
    public FollowedPolicy(string path, ILogger? logger = null, TimeProvider? clock = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        _path = Path.GetFullPath(path);
        _logger = logger ?? NullLogger.Instance;
        _clock = clock ?? TimeProvider.System;
        byte[] content = ReadBytes();
        _digest = SHA256.HashData(content);
        _current = ProxyPolicyFile.Parse(content, _path);
        _lookedAt = _clock.GetTimestamp();
    }

    /// <summary>The policy in force. Looks at the file when the last look is a second ago.</summary>
    public ProxyPolicy Current
    {
        get
        {
            if (_clock.GetElapsedTime(Volatile.Read(ref _lookedAt)) >= Interval && _looking.TryEnter())
            {
                try
                {
                    if (_clock.GetElapsedTime(Volatile.Read(ref _lookedAt)) >= Interval)
                    {
                        Look();
                    }
                }
                finally
                {
                    _looking.Exit();
                }
            }

            return _current;
        }
    }

    /// <summary>Why the file could not be used at the last look, so that an older policy is in force; null when it could.</summary>
    public string? Problem => _problem;

    /// <summary>Looks at the file now, and waits for the look. For a signal that says that it has changed.</summary>
    public void Refresh()
    {
        lock (_looking)
        {
            Look();
        }
    }

    private void Look()
    {
        try
        {
            byte[] content = ReadBytes();
            byte[] digest = SHA256.HashData(content);
            if (digest.AsSpan().SequenceEqual(_digest))
            {
                Mend();
            }
            else
            {
                ProxyPolicy policy = ProxyPolicyFile.Parse(content, _path);
                _digest = digest;
                _current = policy;
                _problem = null;
                PolicyLog.InForce(_logger, _path, policy.Allow.Length, policy.Deny.Length, policy.ReadOnly);
            }
        }
        catch (ProxyPolicyException e)
        {
            if (_problem != e.Message)
            {
                _problem = e.Message;
                PolicyLog.Unusable(_logger, e.Message);
            }
        }
        finally
        {
            Volatile.Write(ref _lookedAt, _clock.GetTimestamp());
        }
    }

    private void Mend()
    {
        if (_problem is not null)
        {
            _problem = null;
            PolicyLog.Usable(_logger, _path);
        }
    }

    /// <exception cref="ProxyPolicyException">The file cannot be read.</exception>
    private byte[] ReadBytes() => HoldsNothing() ? [] : ProxyPolicyFile.ReadBytes(_path);

    // To open a pipe is to wait for who writes to it, perhaps for ever. Its length is nothing, as is that of an empty file.
    private bool HoldsNothing()
    {
        try
        {
            FileInfo file = new(_path);
            FileInfo final = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
            return final is { Exists: true, Length: 0 };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
