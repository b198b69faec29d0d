using System.Globalization;
using HelpLightning.Client;
using HelpLightning.Export.Formats;
using HelpLightning.Export.Tables;
using Microsoft.Data.Sqlite;

namespace HelpLightning.Export.Tests;

/// <summary>The views count as answered what the client does, for every kind of end that a call can have.</summary>
public sealed class AnsweredTests
{
    private static readonly Call[] Kinds =
    [
        .. new[] { "Call Ended", null, "", "Timed out", "Disconnected", "call ended", "Call Ended ", "Ended", "Décroché", "0", "NULL" }
            .Select(static (reason, i) => new Call { Id = new CallId($"call_{i}"), EndReason = reason, ReceiverId = 100 + i }),
    ];

    [Fact]
    public void Each_view_counts_each_kind_of_call_as_the_client_does()
    {
        using SqliteConnection database = Fill();
        string[] expected = [.. Kinds.Select(static call => $"1|{(call.EndedSuccessfully ? 1 : 0)}|{(call is { EndReason: not null, EndedSuccessfully: false } ? 1 : 0)}")];
        Assert.Contains("1|1|0", expected);
        Assert.Contains("1|0|1", expected);
        Assert.Contains("1|0|0", expected);
        foreach ((string view, string order) in new[]
        {
            ("calls_by_week", "week"), ("calls_by_expert", "user_id"), ("calls_by_group", "name"), ("hours_by_person", "user_id"),
        })
        {
            Assert.Equal(expected, database.Rows($"SELECT calls, answered, unanswered FROM {view} ORDER BY {order}"));
        }

        Assert.Equal(
            Kinds.Where(static call => call is { EndReason: not null, EndedSuccessfully: false }).Select(static call => call.Id.Value),
            database.Rows("SELECT id FROM unanswered_calls ORDER BY started_at"));
    }

    /// <summary>A week, an expert, a group and a person for each call, so that each is counted alone.</summary>
    private static SqliteConnection Fill()
    {
        SqliteConnection database = new("Data Source=:memory:");
        database.Open();
        _ = database.Rows("""
            CREATE TABLE calls (id TEXT, started_at TEXT, receiver TEXT, receiver_id INTEGER, duration REAL, end_reason TEXT);
            CREATE TABLE users (id INTEGER, name TEXT, email TEXT);
            CREATE TABLE calls_groups (call_id TEXT, name TEXT);
            CREATE TABLE calls_participants (call_id TEXT, user_id INTEGER, name TEXT);
            """ + string.Join(';', SqliteViews.Of(ExportTables.Of(isTidy: true, ofGroup: false))));
        for (int i = 0; i < Kinds.Length; i++)
        {
            using SqliteCommand insert = database.CreateCommand();
            insert.CommandText = """
                INSERT INTO calls VALUES ($id, $started, 'Ann', $receiver, 60, $reason);
                INSERT INTO calls_groups VALUES ($id, $group);
                INSERT INTO calls_participants VALUES ($id, $receiver, 'Ann');
                """;
            insert.Parameters.AddWithValue("$id", Kinds[i].Id.Value);
            insert.Parameters.AddWithValue("$started", new DateOnly(2026, 1, 5).AddDays(7 * i).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            insert.Parameters.AddWithValue("$receiver", Kinds[i].ReceiverId);
            insert.Parameters.AddWithValue("$group", $"group {i:00}");
            insert.Parameters.AddWithValue("$reason", (object?)Kinds[i].EndReason ?? DBNull.Value);
            insert.ExecuteNonQuery();
        }

        return database;
    }
}
