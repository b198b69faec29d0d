using System.Globalization;

namespace HelpLightning.Export.Tables;

/// <summary>That a group has a member, an administrator or another group.</summary>
internal readonly record struct Link(long GroupId, long OtherId)
{
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{GroupId}_{OtherId}");
}
