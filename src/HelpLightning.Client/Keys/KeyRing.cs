namespace HelpLightning.Client;

/// <summary>
/// The keys of a connection: the one that signs and, until the server has accepted a token of the newest, the one that it accepted
/// before. A key file may be changed a little before or after the server takes the new public half; with both keys at hand the
/// order does not matter.
/// </summary>
/// <remarks>Safe to share between threads.</remarks>
internal sealed class KeyRing(KeyInForce first) : IDisposable
{
    private readonly Lock _change = new();
    private volatile KeyTurn _inUse = new(first);
    private KeyInForce _newest = first;
    private volatile KeyInForce? _older;
    private KeyInForce? _givenAway;
    private volatile bool _isDisposed;

    /// <summary>What signs.</summary>
    public KeyTurn InUse => _inUse;

    public bool IsDisposed => _isDisposed;

    /// <summary>No token of the newest key was accepted yet, and there is an older one.</summary>
    public bool IsOnTrial => _older is not null;

    /// <summary>The key of settings that are replaced by others, to be held beside the one of the new settings.</summary>
    public void KeepAtHand(KeyRing replaced)
    {
        lock (_change)
        {
            if (!_isDisposed && _older is null)
            {
                _older = replaced.GiveAway();
            }
        }
    }

    /// <summary>A key that came signs from now on.</summary>
    public void Add(KeyInForce fresh)
    {
        lock (_change)
        {
            if (_isDisposed)
            {
                fresh.Dispose();
                return;
            }

            // Of two that went before, the one that never was accepted goes.
            KeyInForce? unproven = _older is null ? null : _newest;
            _older ??= _newest;
            _newest = fresh;
            _inUse = new KeyTurn(fresh);
            unproven?.Dispose();
        }
    }

    /// <summary>
    /// A token was refused for no other reason that is known than its key: the other one signs from now on. Not if it was signed in an
    /// earlier turn: what the server has learnt since, that refusal cannot tell.
    /// </summary>
    /// <returns>True when the key that signs now is not the one that should.</returns>
    public bool Refused(KeyTurn? turn)
    {
        lock (_change)
        {
            if (!_isDisposed && turn == _inUse && _older is { } older)
            {
                _inUse = new KeyTurn(_inUse.Key == _newest ? older : _newest);
            }

            return _inUse.Key != _newest && !_newest.IsCandidate;
        }
    }

    /// <summary>The server took a token of this key: if it is the newest, no other is needed any more.</summary>
    /// <returns>True when the trial is over.</returns>
    public bool Accepted(KeyTurn? turn)
    {
        lock (_change)
        {
            if (_isDisposed || _older is not { } older || turn?.Key != _newest)
            {
                return false;
            }

            _older = null;
            _inUse = _inUse.Key == _newest ? _inUse : new KeyTurn(_newest);
            older.Dispose();
            return true;
        }
    }

    public void Dispose()
    {
        lock (_change)
        {
            _isDisposed = true;
            foreach (KeyInForce? key in (KeyInForce?[])[_newest, _older])
            {
                if (key != _givenAway)
                {
                    key?.Dispose();
                }
            }
        }
    }

    private KeyInForce GiveAway()
    {
        lock (_change)
        {
            return _givenAway = _inUse.Key;
        }
    }
}
