namespace HelpLightning.Client;

/// <summary>Something that another object names: a person in a group, a tag of a call.</summary>
/// <param name="Id">Its id; null when only a name came.</param>
/// <param name="Name">Its name; null when only an id came.</param>
public readonly record struct Reference(long? Id, string? Name);
