using TicketSystem;

// A stand-in for your ticket system: tickets and notes in memory, for whoever asks. Never where others can reach it.
WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
WebApplication app = builder.Build();
TicketStore store = new(app.Configuration.GetSection("Tickets").Get<Dictionary<string, string>>() ?? []);

app.MapGet("/", (HttpResponse response) =>
{
    response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'";
    return Results.Text(TicketPage.Of(store.List()), "text/html; charset=utf-8");
});
app.MapGet("/tickets/{id}/notes", (string id) => store.Find(id) is { } ticket ? Results.Ok(ticket.Notes) : Results.NotFound());
app.MapGet("/tickets/{id}/notes/{key}", (string id, string key) =>
    store.Find(id) is { } ticket && ticket.Notes.TryGetValue(key, out Note? note) ? Results.Ok(note) : Results.NotFound());
app.MapPut("/tickets/{id}/notes/{key}", (string id, string key, Note note) => note switch
{
    { Text: null or "" } or { Link: not null and not { IsAbsoluteUri: true, Scheme: "http" or "https" } } => Results.BadRequest(),
    _ => store.Put(id, key, note) switch
    {
        PutResult.Added => Results.Created($"/tickets/{id}/notes/{Uri.EscapeDataString(key)}", note),
        PutResult.Replaced => Results.Ok(note),
        _ => Results.NotFound(),
    },
});
app.Run();
