using System.CommandLine;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using HelpLightning.Cli.Actions;
using HelpLightning.Cli.Calling;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Progress;
using HelpLightning.Cli.Requests;
using HelpLightning.Cli.Syntax;
using HelpLightning.Cli.Terminal;
using HelpLightning.Client;

namespace HelpLightning.Cli.Commands;

/// <summary><c>hl api METHOD PATH</c>: any call, signed.</summary>
internal static class ApiCommand
{
    public static Command Build(Host host)
    {
        ConnectionFlags connection = new(host, ActingAs.SiteOrPerson, isAnyCall: true);
        Argument<string> method = new("METHOD") { Description = "GET, POST, PUT, PATCH or DELETE" };
        method.CompletionSources.Add("GET", "POST", "PUT", "PATCH", "DELETE");
        Argument<string> path = new("PATH") { Description = "Such as /v1r1/enterprise/users; /api before it is understood" };
        Option<string[]> texts = new("--raw-field", "-f")
        {
            HelpName = "KEY=VALUE",
            Description = "A text field: in the query of GET and DELETE, else in a JSON body. KEY[] makes an array",
        };
        Option<string[]> typed = new("--field", "-F")
        {
            HelpName = "KEY=VALUE",
            Description = "The same, but true, false, null and whole numbers are what they are, and @FILE is read",
        };
        Option<string?> input = new("--input") { HelpName = "FILE", Description = "The body, as JSON; - reads standard input" };
        Option<bool> paginate = new("--paginate") { Description = "All rows of a list, as one JSON array" };
        Option<bool> include = new("--include", "-i") { Description = "Print the status and the headers of the answer first" };
        HlCommand command = new("api", "Call any path of the API, signed, and print the JSON",
            "hl api GET /v1r1/enterprise/users -f page_size=5",
            "hl api GET /v1r1/enterprise/users --paginate | jq -r '.[].email'",
            "hl api POST /v1/search -f search_term=ann -F include_token=false",
            "hl api GET /v1r1/user --as ann@example.com")
        {
            method, path, texts, typed, input, paginate, include,
        };
        connection.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            ApiRequest request = ApiRequest.Read(
                host, parsed.GetRequiredValue(method), parsed.GetRequiredValue(path),
                parsed.GetValue(texts) ?? [], parsed.GetValue(typed) ?? [],
                parsed.GetValue(input), parsed.GetValue(paginate), parsed.GetValue(include));
            using ApiSession session = connection.Open(parsed);
            try
            {
                await CallAsync(session, request, parsed.GetValue(paginate), parsed.GetValue(include), host, cancellation);
            }
            catch (ArgumentException e) when (e.ParamName == "pathAndQuery")
            {
                // The client knows which paths are none, and says so to programmers.
                throw ApiRequest.NoPath();
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static async Task CallAsync(
        ApiSession session, ApiRequest request, bool paginate, bool include, Host host, CancellationToken cancellation)
    {
        if (paginate)
        {
            PagedList<JsonElement> list = session.ActsForPerson
                ? session.User.ListAsync(request.Path, cancellationToken: cancellation)
                : session.Client.ListAsync(request.Path, cancellationToken: cancellation);
            await PrintAllAsync(list, host, cancellation);
            return;
        }

        HelpLightningResponse response = await (session.ActsForPerson
            ? session.User.SendAsync(request.Method, request.Path, request.Content(), cancellation)
            : session.Client.SendAsync(request.Method, request.Path, request.Content(), cancellation));
        Print(response, include, host);
        response.EnsureSuccess();
    }

    private static void Print(HelpLightningResponse response, bool include, Host host)
    {
        if (include)
        {
            host.Screen.Out.WriteLine($"HTTP/{response.Version} {(int)response.Status} {response.Status}");
            foreach (HttpHeaders headers in (HttpHeaders[])[response.Headers, response.ContentHeaders])
            {
                foreach ((string name, IEnumerable<string> values) in headers)
                {
                    host.Screen.Out.WriteLine($"{name}: {string.Join(", ", values)}");
                }
            }

            host.Screen.Out.WriteLine();
        }

        if (response.Body.IsEmpty)
        {
            return;
        }

        string body = Encoding.UTF8.GetString(response.Body.Span);
        string line = body.TrimEnd('\n');
        host.Screen.Out.WriteLine(host.Screen.OutIsTerminal ? JsonText.TryIndent(body) ?? Printable.OfLines(line) : line);
    }

    /// <summary>
    /// One array over all pages, written as the rows arrive. When a page fails the array stays open, so that nobody takes
    /// half a list for the whole.
    /// </summary>
    private static async Task PrintAllAsync(PagedList<JsonElement> list, Host host, CancellationToken cancellation)
    {
        using StreamWriter writer = host.Screen.OpenText();
        int rows = 0;
        long missing = 0;
        using ProgressLine progress = new(host);
        try
        {
            await foreach (Page<JsonElement> page in list.AsPages(cancellation))
            {
                foreach (JsonElement row in page.Entries)
                {
                    await writer.WriteAsync(rows++ == 0 ? "[\n" : ",\n");
                    await writer.WriteAsync(host.Screen.OutIsTerminal ? JsonText.Compact(row) : row.GetRawText());
                    progress.Show(rows);
                }

                missing = page.MissingEntries;
            }
        }
        catch (WithheldCall)
        {
            WithheldCall.SayRest(host, "hl asks for the other pages too");
            throw;
        }

        await writer.WriteLineAsync(rows == 0 ? "[]" : "\n]");
        await writer.FlushAsync(cancellation);
        progress.Dispose();
        MissingRows.Warn(host, "rows", missing);
    }
}
