namespace HelpLightning.Export;

/// <summary>Lets one at a time at each attachment: two that fetch the same one would write the same part.</summary>
internal sealed class AttachmentGate
{
    private readonly Dictionary<AttachmentKey, Door> _doors = [];

    public async Task<IDisposable> EnterAsync(AttachmentKey key, CancellationToken cancellationToken)
    {
        Door door;
        lock (_doors)
        {
            if (!_doors.TryGetValue(key, out door!))
            {
                door = new Door(this, key);
                _doors.Add(key, door);
            }

            door.Users++;
        }

        try
        {
            await door.Turn.WaitAsync(cancellationToken).ConfigureAwait(false);
            return door;
        }
        catch
        {
            Leave(door);
            throw;
        }
    }

    private void Leave(Door door)
    {
        lock (_doors)
        {
            if (--door.Users == 0)
            {
                _doors.Remove(door.Key);
                door.Turn.Dispose();
            }
        }
    }

    private sealed class Door(AttachmentGate gate, AttachmentKey key) : IDisposable
    {
        public AttachmentKey Key { get; } = key;

        public SemaphoreSlim Turn { get; } = new(1);

        public int Users { get; set; }

        public void Dispose()
        {
            Turn.Release();
            gate.Leave(this);
        }
    }
}
