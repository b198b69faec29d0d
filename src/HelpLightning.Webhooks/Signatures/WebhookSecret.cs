using System.Text;

namespace HelpLightning.Webhooks;

/// <summary>
/// The secret of a webhook, as it was typed into Help Lightning's Developer tab. Each webhook has its own: there is one for
/// each workspace and event type, so that one address may have many.
/// </summary>
public sealed class WebhookSecret
{
    private readonly byte[] _key;

    private WebhookSecret(byte[] key, string? name)
    {
        _key = key;
        Name = name;
    }

    /// <summary>What the owner calls it, such as the workspace; null when it has no name. No secret.</summary>
    public string? Name { get; }

    /// <summary>The key of the HMAC: the text in UTF-8.</summary>
    internal ReadOnlySpan<byte> Key => _key;

    /// <param name="text">The secret, exactly as it was typed: white space counts.</param>
    /// <param name="name">What to call it in logs and handlers, such as the workspace.</param>
    /// <exception cref="ArgumentException">The text is empty: everybody could sign with that.</exception>
    public static WebhookSecret FromText(string text, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return FromBytes(Encoding.UTF8.GetBytes(text), name);
    }

    /// <param name="utf8">The secret in UTF-8. It is copied.</param>
    /// <param name="name">What to call it in logs and handlers, such as the workspace.</param>
    /// <exception cref="ArgumentException">It is empty: everybody could sign with that.</exception>
    public static WebhookSecret FromBytes(ReadOnlySpan<byte> utf8, string? name = null)
    {
        if (utf8.IsEmpty)
        {
            throw new ArgumentException("The secret of a webhook is empty, and everybody could sign with that. Set one.", nameof(utf8));
        }

        return new WebhookSecret(utf8.ToArray(), name);
    }

    /// <summary>Its name, never what it is.</summary>
    public override string ToString() => Name is null ? "webhook secret" : $"webhook secret '{Name}'";
}
