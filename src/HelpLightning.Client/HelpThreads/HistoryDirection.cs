namespace HelpLightning.Client;

/// <summary>Which way to walk from a message. <see cref="Newer"/> has been seen; the other follows from it.</summary>
public enum HistoryDirection
{
    /// <summary>Towards the newest.</summary>
    Newer,

    /// <summary>Towards the oldest.</summary>
    Older,
}
