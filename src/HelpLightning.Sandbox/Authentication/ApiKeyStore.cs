using System.Security.Cryptography;
using System.Text;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Time;

namespace HelpLightning.Sandbox.Authentication;

/// <summary>
/// The API keys of the site. They identify an application and open nothing by themselves, so they are kept and shown as they
/// are. Revoking one works at once.
/// </summary>
internal sealed class ApiKeyStore
{
    private readonly SandboxDatabase _database;
    private readonly TimeProvider _clock;

    /// <summary>Replaced as a whole, so that a request sees the keys of before or of after a change.</summary>
    private volatile byte[][] _activeHashes = [];

    public ApiKeyStore(SandboxDatabase database, TimeProvider clock)
    {
        _database = database;
        _clock = clock;
        Reload();
    }

    /// <summary>The keys in the order in which they were added, the revoked ones among them.</summary>
    public IReadOnlyList<ApiKeyRow> List() => _database.Read(db =>
    {
        using Rows rows = db.Query("SELECT id, value, description, created_at, revoked_at FROM api_keys ORDER BY id");
        List<ApiKeyRow> keys = [];
        while (rows.Next())
        {
            keys.Add(new ApiKeyRow(rows.Number(0), rows.Text(1), rows.Text(2), rows.Text(3), rows.IsNull(4) ? null : rows.Text(4)));
        }

        return keys;
    });

    /// <summary>Adds a key; without a value it makes one up.</summary>
    public ApiKeyRow Add(string description, string? value = null)
    {
        string key = value ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        string now = VendorTime.Format(_clock.GetUtcNow());
        long id = _database.Write(
            db => db.Insert("INSERT INTO api_keys (value, description, created_at) VALUES (?1, ?2, ?3)", key, description, now));
        Reload();
        return new ApiKeyRow(id, key, description, now, null);
    }

    /// <summary>False when there is no such key or it was revoked before.</summary>
    public bool Revoke(long id)
    {
        string now = VendorTime.Format(_clock.GetUtcNow());
        bool changed = _database.Write(
            db => db.Run("UPDATE api_keys SET revoked_at = ?2 WHERE id = ?1 AND revoked_at IS NULL", id, now)) > 0;
        Reload();
        return changed;
    }

    /// <summary>Hashes have one length, so the comparison takes the same time for every wrong key.</summary>
    public bool Accepts(string key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        int size = Encoding.UTF8.GetMaxByteCount(key.Length);
        Span<byte> utf8 = size <= 2048 ? stackalloc byte[size] : new byte[size];
        SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(key, utf8)], hash);
        bool found = false;
        foreach (byte[] active in _activeHashes)
        {
            found |= CryptographicOperations.FixedTimeEquals(hash, active);
        }

        return found;
    }

    /// <summary>The key that the options ask for, or one of an earlier run, or a new one.</summary>
    /// <exception cref="ArgumentException">The key was revoked in this data file.</exception>
    public string Start(string? wanted)
    {
        IReadOnlyList<ApiKeyRow> keys = List();
        ApiKeyRow? known = wanted is null ? keys.FirstOrDefault(k => k.RevokedAt is null) : keys.FirstOrDefault(k => k.Value == wanted);
        return known switch
        {
            null => Add("Given at start", wanted).Value,
            { RevokedAt: null } => known.Value,
            _ => throw new ArgumentException(
                $"{nameof(HelpLightningSandboxOptions.ApiKey)} was revoked in this data file at {known.RevokedAt}: give another one."),
        };
    }

    /// <summary>After the database was changed by other means.</summary>
    public void Reload() =>
        _activeHashes = [.. List().Where(k => k.RevokedAt is null).Select(k => SHA256.HashData(Encoding.UTF8.GetBytes(k.Value)))];
}
