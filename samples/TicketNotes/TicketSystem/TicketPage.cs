using System.Text.Encodings.Web;

namespace TicketSystem;

/// <summary>All tickets and their notes, anew every other second. All text from outside is encoded; there is no script.</summary>
internal static class TicketPage
{
    public static string Of(IEnumerable<Ticket> tickets) => $$"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="refresh" content="2">
        <title>Tickets</title>
        <style>
        :root { color-scheme: light dark; }
        body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; }
        h2 { margin: 1.5rem 0 .5rem; font-size: 1.15rem; }
        li { margin: .5rem 0; white-space: pre-line; }
        </style>
        </head>
        <body>
        <h1>Tickets</h1>
        {{string.Concat(tickets.Select(Section))}}
        </body>
        </html>
        """;

    private static string Section(Ticket ticket) => $"""
        <h2>{Text(ticket.Id)}: {Text(ticket.Title)}</h2>
        {(ticket.Notes.IsEmpty ? "<p>No notes.</p>" : $"<ul>{string.Concat(ticket.Notes.Values.Select(Item))}</ul>")}

        """;

    private static string Item(Note note) => $"<li>{Text(note.Text!)}{(note.Link is { } link ? Link(link) : "")}</li>\n";

    private static string Link(Uri link) => $""" <a href="{Text(link.AbsoluteUri)}" rel="noreferrer">Open the call</a>""";

    private static string Text(string text) => HtmlEncoder.Default.Encode(text);
}
