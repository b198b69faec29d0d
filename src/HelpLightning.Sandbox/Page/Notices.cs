using HelpLightning.Sandbox.Http;

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

    /// <param name="text">What is said.</param>
    /// <param name="isError">Whether nothing was done.</param>
    /// <param name="section">The section of the page that it is about.</param>
    /// <param name="action">The form, under <see cref="OwnPaths.Page"/>.</param>
    /// <param name="field">The field that is wrong; null for none.</param>
    public long Add(string text, bool isError, string section, string action, string? field)
    {
        lock (_lock)
        {
            _notices[++_last % Kept] = new Notice(_last, text, isError, section, action, field);
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

    internal sealed record Notice(long Id, string Text, bool IsError, string Section, string Action, string? Field)
    {
        /// <summary>Whether a field of a form is what is wrong: it is said under the field then.</summary>
        public bool IsAbout(string action, string field) => IsError && Action == action && Field == field;
    }
}
