namespace HelpLightning.Client;

/// <summary>
/// One condition of a list: a field, an operator, a value. The API takes one condition in a request, and nothing is known
/// of "and" and "or". Values are encoded for you: commas, quotes, <c>%</c> and <c>+</c> arrive as they are.
/// </summary>
public abstract class ListFilter
{
    private protected ListFilter(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        Text = text;
    }

    /// <summary>The condition as the API reads it, before URL encoding: <c>email=ann@example.com</c>.</summary>
    public string Text { get; }

    /// <summary>The same as <see cref="Text"/>.</summary>
    public override string ToString() => Text;
}
