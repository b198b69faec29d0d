namespace HelpLightning.Sandbox.Page;

/// <summary>
/// What the page says after a form was sent. The address carries only a number, so that a link from elsewhere cannot put
/// words on the page.
/// </summary>
internal sealed class Notices
{
    private const int Kept = 50;

    private readonly Lock _lock = new();
    private readonly Notice[] _notices = new Notice[Kept];
    private long _last;

    public long Add(string text, bool isError)
    {
        lock (_lock)
        {
            _notices[++_last % Kept] = new Notice(_last, text, isError);
            return _last;
        }
    }

    public Notice? Find(long id)
    {
        lock (_lock)
        {
            return id > 0 && _notices[id % Kept] is { } notice && notice.Id == id ? notice : null;
        }
    }

    internal sealed record Notice(long Id, string Text, bool IsError);
}
