namespace HelpLightning.Client;

/// <summary>Which help threads to list. <see cref="Open"/> has been seen; the two others follow from the web app.</summary>
public enum HelpThreadStatusFilter
{
    /// <summary>Those that are not closed.</summary>
    Open,

    /// <summary>Those that are closed.</summary>
    Closed,

    /// <summary>All.</summary>
    All,
}
