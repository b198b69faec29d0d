using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Files;

namespace HelpLightning.Cli.Requests;

/// <summary>What <c>hl api</c> was asked to send, checked before anything is sent.</summary>
internal sealed class ApiRequest
{
    private readonly byte[]? _body;

    private ApiRequest(HttpMethod method, string path, byte[]? body)
    {
        Method = method;
        Path = path;
        _body = body;
    }

    public HttpMethod Method { get; }

    public string Path { get; }

    public static ApiRequest Read(
        Host host, string method, string path, string[] texts, string[] typed, string? input, bool paginate, bool include)
    {
        HttpMethod verb = method.ToUpperInvariant() switch
        {
            "GET" => HttpMethod.Get,
            "POST" => HttpMethod.Post,
            "PUT" => HttpMethod.Put,
            "PATCH" => HttpMethod.Patch,
            "DELETE" => HttpMethod.Delete,
            _ => throw CommandException.Usage("METHOD is GET, POST, PUT, PATCH or DELETE."),
        };
        RequirePath(path);
        bool fieldsGoIntoQuery = verb == HttpMethod.Get || verb == HttpMethod.Delete;
        bool hasFields = texts.Length + typed.Length > 0;
        if (paginate && verb != HttpMethod.Get)
        {
            throw CommandException.Usage("--paginate goes with GET: only lists have pages.");
        }

        if (paginate && include)
        {
            throw CommandException.Usage("--paginate prints one array from many answers, so --include has no place in it.");
        }

        if (input is not null && (verb == HttpMethod.Get || (hasFields && !fieldsGoIntoQuery)))
        {
            throw CommandException.Usage("--input is the whole body: it goes neither with GET nor with -f and -F.");
        }

        byte[]? body = input is not null ? ReadInput(host, input)
            : fieldsGoIntoQuery ? null
            : Encoding.UTF8.GetBytes(RequestFields.ToJson(host, texts, typed).ToJsonString());
        return new ApiRequest(verb, fieldsGoIntoQuery ? RequestFields.AppendToQuery(host, path, texts, typed) : path, body);
    }

    /// <summary>The body, made anew for each sending; null for none.</summary>
    public HttpContent? Content()
    {
        if (_body is null)
        {
            return null;
        }

        ByteArrayContent content = new(_body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private static void RequirePath(string path)
    {
        if (path.Length > 2 && char.IsAsciiLetter(path[0]) && path[1] == ':' && path[2] is '/' or '\\')
        {
            throw CommandException.Usage(
                "PATH has become a Windows file name: the shell (Git Bash) rewrote it. "
                + "Leave out its first slash, or set MSYS_NO_PATHCONV=1.");
        }

        if (path.AsSpan().ContainsAnyInRange('\0', ' '))
        {
            throw NoPath();
        }
    }

    /// <summary>What to say of a path that is none.</summary>
    public static CommandException NoPath() => CommandException.Usage(
        "PATH looks like /v1r1/enterprise/users, without . and .. in it and with special characters percent-encoded. "
        + "Give parameters with -f key=value, which encodes them.");

    private static byte[] ReadInput(Host host, string input)
    {
        byte[] body;
        try
        {
            if (input == "-")
            {
                using Stream stream = host.OpenInput();
                using MemoryStream copy = new();
                stream.CopyTo(copy);
                body = copy.ToArray();
            }
            else
            {
                body = File.ReadAllBytes(host.PathTo(input));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CommandException.Usage($"--input: the file '{input}' cannot be read. Check its name with ls -l.");
        }

        body = Utf8Mark.Strip(body).ToArray();
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            return body;
        }
        catch (JsonException e)
        {
            throw CommandException.Usage($"--input is not JSON: it breaks at line {e.LineNumber + 1}.");
        }
    }
}
