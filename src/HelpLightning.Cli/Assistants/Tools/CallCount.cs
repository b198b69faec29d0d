using HelpLightning.Client;

namespace HelpLightning.Cli.Assistants.Tools;

/// <summary>Calls of one day, person, group and so on.</summary>
/// <param name="key">Which.</param>
/// <param name="id">The id, where there is one.</param>
internal sealed class CallCount(string key, long? id)
{
    private TimeSpan _length;
    private int _answered;

    public string Key => key;

    public long? Id => id;

    public int Calls { get; private set; }

    public int Unanswered { get; private set; }

    /// <summary>The lengths of those that people had, together.</summary>
    public double Hours => _length.TotalHours;

    public double? AverageMinutes => _answered == 0 ? null : _length.TotalMinutes / _answered;

    public void Add(Call call)
    {
        Calls++;
        if (CallFacts.IsUnanswered(call))
        {
            Unanswered++;
        }
        else if (call.Duration is { } length)
        {
            _answered++;
            _length += length;
        }
    }
}
