namespace HelpLightning.Client;

/// <summary>Picks the person with an e-mail address out of what a list or a search found.</summary>
internal static class OnePerson
{
    /// <summary>
    /// Only the address itself counts, for servers find more than they were asked for; somebody active comes before
    /// somebody switched off.
    /// </summary>
    public static async Task<T?> WithEmailAsync<T>(
        PagedList<T> people, string email, Func<T, (string? Email, bool? Active)> read)
        where T : class
    {
        T? found = null;
        await foreach (T person in people.ConfigureAwait(false))
        {
            (string? address, bool? active) = read(person);
            if (!string.Equals(address, email, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            found = person;
            if (active != false)
            {
                break;
            }
        }

        return found;
    }
}
