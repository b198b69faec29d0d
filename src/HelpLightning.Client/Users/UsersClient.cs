using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace HelpLightning.Client;

/// <summary>The people of a site: <c>/v1r1/enterprise/users</c>.</summary>
public sealed class UsersClient
{
    private const string Path = "/api/v1r1/enterprise/users";

    private readonly ApiTransport _transport;
    private readonly PageWalker _walker;

    internal UsersClient(ApiTransport transport, PageWalker walker)
    {
        _transport = transport;
        _walker = walker;
    }

    /// <summary>Lists users, page after page as the caller goes on.</summary>
    /// <param name="options">Null for all of them in the server's order.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    /// <exception cref="HelpLightningException">A page failed; the users before it have been delivered.</exception>
    public async IAsyncEnumerable<User> ListAsync(
        UserListOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        options ??= new UserListOptions();
        await foreach (JsonElement row in _walker.WalkAsync(ListPath(options), options.Limit, cancellationToken).ConfigureAwait(false))
        {
            yield return Read(row);
        }
    }

    /// <summary>Reads one user, with a <see cref="User.Token"/> to act as that person.</summary>
    /// <param name="id">The user id.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="HelpLightningNotFoundException">There is no such user.</exception>
    public Task<User> GetAsync(long id, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(string.Create(CultureInfo.InvariantCulture, $"{Path}/{id}"), ApiJson.Default.User, cancellationToken);

    private static string ListPath(UserListOptions options)
    {
        List<string> query = [];
        if (options.Filter is { } filter)
        {
            query.Add($"filter={Uri.EscapeDataString(filter)}");
        }

        if (options.Order is { } order)
        {
            query.Add($"order={Uri.EscapeDataString(order)}");
        }

        if (options.PageSize is { } size)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size, nameof(options.PageSize));
            query.Add(string.Create(CultureInfo.InvariantCulture, $"page_size={size}"));
        }

        return query.Count == 0 ? Path : $"{Path}?{string.Join('&', query)}";
    }

    private static User Read(JsonElement row)
    {
        try
        {
            return row.Deserialize(ApiJson.Default.User) ?? throw new HelpLightningMalformedReplyException($"GET {Path}: a row of the list is null.");
        }
        catch (JsonException e)
        {
            throw new HelpLightningMalformedReplyException($"GET {Path}: a row of the list is not a user ({e.Path}).", e);
        }
    }
}
