namespace HelpLightning.Client;

/// <summary>
/// A key for as long as it signs: when it comes to sign again after another, that is another turn. Equal to itself only.
/// </summary>
internal sealed class KeyTurn(KeyInForce key)
{
    public KeyInForce Key { get; } = key;
}
