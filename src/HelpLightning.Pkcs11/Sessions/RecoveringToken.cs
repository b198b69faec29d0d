using HelpLightning.Lifetimes;
using HelpLightning.PartnerKeys;
using HelpLightning.Pkcs11.Cryptoki;

namespace HelpLightning.Pkcs11.Sessions;

/// <summary>
/// A connection that is made anew when the token was away: once for each signature, by one thread while the others wait, and only to the
/// same key.
/// </summary>
internal sealed class RecoveringToken : IDisposable
{
    private readonly CryptokiModule _module;
    private readonly TokenConnector _connector;
    private readonly TimeSpan _patience;
    private readonly Lock _recovery = new();
    private volatile TokenConnection? _connection;
    private PartnerKeyException? _failure;
    private int _recoveries;
    private UseCount _uses;

    /// <summary>Takes over the module's reference, unless it throws.</summary>
    public RecoveringToken(CryptokiModule module, TokenConnector connector, TimeSpan patience)
    {
        _module = module;
        _connector = connector;
        _patience = patience;
        First = connector.Connect();
        _connection = First;
        PublicKey = First.PublicKey;
    }

    public TokenConnection First { get; }

    public PartnerPublicKey PublicKey { get; }

    public int OpenSessions => _module.OpenSessions;

    /// <returns>The signature's length as the module told it.</returns>
    public int Sign(ReadOnlySpan<byte> input, Span<byte> destination)
    {
        _uses.Begin(this);
        try
        {
            TokenConnection connection = _connection ?? Recover(null);
            Rv rv = Attempt(connection, input, destination, out int length);
            if (IsWorthAnother(rv))
            {
                connection = Recover(connection);
                rv = Attempt(connection, input, destination, out length);
            }

            return rv == Rv.Ok ? length : throw Failure($"{RvWords.Of(rv)}. {RvWords.Remedy(rv)}", null);
        }
        catch (PartnerKeyException e)
        {
            throw Failure(e.Message.TrimEnd('.'), e);
        }
        finally
        {
            EndUse();
        }
    }

    public void Dispose()
    {
        if (_uses.Close())
        {
            Close();
        }
    }

    private static bool IsWorthAnother(Rv rv) => rv is Rv.Stale or Rv.DeviceRemoved or Rv.DeviceError or Rv.TokenNotPresent
        or Rv.TokenNotRecognized or Rv.SlotIdInvalid or Rv.SessionClosed or Rv.SessionHandleInvalid or Rv.KeyHandleInvalid
        or Rv.ObjectHandleInvalid or Rv.UserNotLoggedIn
        or Rv.CryptokiNotInitialized or Rv.GeneralError or Rv.FunctionFailed or Rv.OperationActive or Rv.OperationNotInitialized;

    private Rv Attempt(TokenConnection connection, ReadOnlySpan<byte> input, Span<byte> destination, out int length)
    {
        while (true)
        {
            if (!connection.Sessions.TryTake(_patience, out nuint session))
            {
                throw new PartnerSigningException(
                    $"The key with thumbprint {PublicKey.Thumbprint} did not sign: all sessions with its token were in use for "
                    + $"{_patience.TotalSeconds:0.#} s. No token was made. Sign less at once, use a token again while it lives, or raise "
                    + "Pkcs11KeyOptions.MaxSessions where the device allows it.", PublicKey.Thumbprint);
            }

            Rv rv = WithSession(connection, ref session, input, destination, out length);
            if (rv == Rv.Ok)
            {
                connection.Sessions.Return(session);
                return rv;
            }

            if (rv != Rv.SessionCount)
            {
                connection.Sessions.Forget();
                return rv;
            }

            // The token has fewer than it told, or others use some of them: those that there are must do.
            if (!connection.Sessions.Shrink())
            {
                return rv;
            }
        }
    }

    /// <summary>After anything but Ok there is no session any more.</summary>
    private Rv WithSession(TokenConnection connection, ref nuint session, ReadOnlySpan<byte> input, Span<byte> destination, out int length)
    {
        length = 0;
        bool isGood = false;
        bool isForgotten = false;
        try
        {
            _module.Enter();
        }
        catch
        {
            connection.Sessions.Forget();
            throw;
        }

        try
        {
            if (connection.Generation != _module.Generation)
            {
                session = SessionPool.None;
                return Rv.Stale;
            }

            if (session == SessionPool.None)
            {
                Rv opened = _module.OpenSession(connection.Token.Slot, Ck.OpenSerial, out session);
                if (opened != Rv.Ok)
                {
                    session = SessionPool.None;
                    return opened;
                }
            }

            Rv rv = connection.Sign(session, input, destination, out length);
            isGood = rv == Rv.Ok;
            return rv;
        }
        catch
        {
            isForgotten = true;
            throw;
        }
        finally
        {
            if (!isGood && session != SessionPool.None)
            {
                _module.CloseSession(session);
            }

            _module.Exit();
            if (isForgotten)
            {
                connection.Sessions.Forget();
            }
        }
    }

    /// <param name="failed">Null when there was none, because the last recovery failed.</param>
    private TokenConnection Recover(TokenConnection? failed)
    {
        int before = Volatile.Read(ref _recoveries);
        if (!_recovery.TryEnter(_patience))
        {
            throw Failure($"another thread has been looking for its token for {_patience.TotalSeconds:0.#} s", null);
        }

        try
        {
            if (_connection is { } current && current != failed && current.Generation == _module.Generation)
            {
                return current;
            }

            // Who waited for a recovery that failed has its answer: else each of many threads would look in turn.
            if (_recoveries != before && _failure is { } shared)
            {
                throw Failure(shared.Message.TrimEnd('.'), shared);
            }

            return Reconnect(failed);
        }
        finally
        {
            _recovery.Exit();
        }
    }

    private TokenConnection Reconnect(TokenConnection? failed)
    {
        _connection = null;
        _failure = null;
        try
        {
            // No PIN is tried with what the module knew of the token before it was lost: it would be refused, though it is right by now.
            int generation = failed?.Generation ?? _module.Generation;
            if (generation == _module.Generation)
            {
                TimeSpan wait = _module.LeftToWait;
                if (wait > TimeSpan.Zero)
                {
                    Thread.Sleep(wait);
                }

                _module.Reset(generation);
            }

            TokenConnection made = _connector.ConnectOnce();
            if (made.PublicKey.Thumbprint != PublicKey.Thumbprint)
            {
                CloseSessions(made);
                throw Failure(
                    $"where it was there is now another key, with thumbprint {made.PublicKey.Thumbprint}. Open the key anew "
                    + "if the new one is meant, and upload its public half", null);
            }

            _connection = made;
            return made;
        }
        catch (PartnerKeyException e)
        {
            _failure = e;
            throw;
        }
        finally
        {
            _recoveries++;
        }
    }

    private PartnerSigningException Failure(string why, Exception? cause) =>
        new($"The key with thumbprint {PublicKey.Thumbprint} did not sign: {why}. No token was made.", PublicKey.Thumbprint, cause);

    private void Close()
    {
        try
        {
            if (_connection is { } connection)
            {
                CloseSessions(connection);
            }
        }
        catch (PartnerKeyException)
        {
            // The module hangs. Its sessions end with it.
        }

        _module.Release();
    }

    private void CloseSessions(TokenConnection connection)
    {
        _module.Enter();
        try
        {
            foreach (nuint session in connection.Generation == _module.Generation ? connection.Sessions.TakeIdle() : [])
            {
                _module.CloseSession(session);
            }
        }
        finally
        {
            _module.Exit();
        }
    }

    private void EndUse()
    {
        if (_uses.End())
        {
            Close();
        }
    }
}
