using System.Globalization;
using System.Text.Json.Nodes;
using HelpLightning.Client;

namespace HelpLightning.Cli.Assistants.Tools;

/// <summary>The person that an assistant means, by id, e-mail address or name.</summary>
internal static class PersonFinder
{
    private const int MostShown = 8;

    public static Parameter Parameter(string name, string meaning, bool isRequired = false) =>
        new(name, "string", $"{meaning}: person id, whole e-mail address, or name") { IsRequired = isRequired };

    public static async Task<User> FindAsync(ToolCall call, string text, CancellationToken cancellation)
    {
        UsersClient users = call.Client.Users;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long id))
        {
            return await users.GetAsync(id, cancellation);
        }

        if (text.Contains('@', StringComparison.Ordinal))
        {
            return await users.FindByEmailAsync(text, cancellation) ?? throw new ToolRefusal(
                "Nobody of this site has that e-mail address. find_people searches by a part of a name or address.");
        }

        Page<User> page = await users.ListAsync(Named(text), new ListOptions { PageSize = MostShown, Prefetch = false }, cancellation)
            .GetPageAsync(cancellationToken: cancellation);
        User[] same = [.. page.Entries.Where(u => string.Equals(u.Name?.Trim(), text, StringComparison.OrdinalIgnoreCase))];
        IReadOnlyList<User> meant = same.Length > 0 ? same : page.Entries;
        return meant.Count switch
        {
            0 => throw new ToolRefusal("Nobody of this site has a name that holds this text. find_people searches names and addresses."),
            1 when same.Length == 1 || page.Next is null => meant[0],
            _ => throw new ToolRefusal("Several people have such a name. Give the id of the one that is meant.", Rows(call, meant)),
        };
    }

    /// <summary>A condition for names that hold a text; what stands for any text in the API's patterns is taken out.</summary>
    public static UserFilter Named(string text) => UserFilter.Name.Matches(Pattern(text));

    public static string Pattern(string text) => $"%{text.Replace("%", "", StringComparison.Ordinal)}%";

    private static JsonObject[] Rows(ToolCall call, IReadOnlyList<User> people) =>
        [.. people.Take(MostShown).Select(person => SiteShapes.PersonInList.Row(person, call.Now))];
}
