using System.Globalization;
using System.Text;
using HelpLightning.Export.Formats;
using HelpLightning.Export.Tables;
using HelpLightning.Tests;

namespace HelpLightning.Export.Tests;

/// <summary>docs/data-dictionary.md tells the truth: it is made here, from the columns that every format uses. UPDATE_DOCS=1 writes it anew.</summary>
public sealed class DataDictionaryTests
{
    private static readonly ExportTables Tidy = ExportTables.Of(isTidy: true, ofGroup: false);
    private static readonly ExportTables Vendor = ExportTables.Of(isTidy: false, ofGroup: false);

    [Fact]
    public void The_dictionary_in_the_docs_is_the_codes()
    {
        string file = Path.Combine(RepositoryFolder.Root, "docs", "data-dictionary.md");
        string text = Dictionary();
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            File.WriteAllText(file, text);
        }

        Assert.Equal(text, File.ReadAllText(file));
    }

    [Fact]
    public void Names_are_unique_and_every_column_says_what_it_means()
    {
        foreach (Table table in Tidy.All.Concat(Vendor.All))
        {
            Assert.Equal(table.Columns.Count, table.Columns.Select(c => c.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
            Assert.All(table.Columns, c => Assert.True(c.Meaning.EndsWith('.') && c.Source.Length > 0, $"{table.Name}.{c.Name}"));
            Assert.All(table.Keys, key => Assert.True(table.Columns.Single(c => c.Name == key).IsRequired));
        }

        Assert.All(Tidy.All, table => Assert.NotEmpty(table.Keys));
    }

    private static string Dictionary()
    {
        StringBuilder text = new("""
            # Data dictionary

            The tables that `hl export` writes, column by column. Made from the code by a test, out of the list that every format is written by; to write
            it anew: `UPDATE_DOCS=1 dotnet test --project tests/HelpLightning.Export.Tests`. How to use them: [analysts.md](analysts.md).

            | type | CSV | JSON | SQLite | Parquet |
            |---|---|---|---|---|
            | text | text | string | TEXT | string |
            | whole | digits | number | INTEGER | int64 |
            | number | digits, a point before fractions | number | NUMERIC | double |
            | flag | `true`, `false` | `true`, `false` | 1, 0 | boolean |
            | time | `2026-11-25T10:15:00.000000Z` | the same, a string | the same, TEXT | timestamp, microseconds, UTC |

            All times are UTC, all lengths of time seconds. What is empty is an empty cell in CSV, `null` in JSON, NULL in SQLite and Parquet; "never" says
            that a column is never empty. The source is the name on the wire of the API. With `--csv-for-excel` times are `2026-11-25 10:15:00`.

            # Tidy tables

            Written by `--tidy` and `--into`.

            """);
        Append(text, Tidy.All);
        text.Append("""

            ## What `--into` adds

            | table | column | type | meaning |
            |---|---|---|---|
            | every table | `last_run` | whole | The run that brought the row last: `runs.number`. |
            | `users`, `groups`, `calls` | `missing_since` | time | When a run that read all of them found it gone for the first time; empty while it is there. |
            | `runs` | `number` | whole | 1 for the first run into the database. |
            | `runs` | `started_at` | time | When it began, by the server's clock. |
            | `runs` | `since` | time | Of what changed: since when; empty for everything. |
            | `runs` | `finished` | flag | 1 when it is whole. |

            ## Views in SQLite

            Answered is what ended with `Call Ended`, unanswered what ended otherwise; what goes on is neither. Hours are those of `duration`.

            | view | what a row is |
            |---|---|

            """);
        foreach ((string name, string meaning, string _) in SqliteViews.All)
        {
            text.Append(CultureInfo.InvariantCulture, $"| `{name}` | {meaning} |\n");
        }

        text.Append("\n# The vendor's tables\n\nWritten without `--tidy`, as the vendor's own export sample does. `users` is the same in both.\n");
        Append(text, Vendor.All.Where(t => t != Vendor.Users));
        return text.ToString();
    }

    private static void Append(StringBuilder text, IEnumerable<Table> tables)
    {
        foreach (Table table in tables)
        {
            string key = table.Keys.Any() ? $" Key: {string.Join(", ", table.Keys.Select(k => $"`{k}`"))}." : " Nothing is promised to be unique.";
            text.Append(CultureInfo.InvariantCulture, $"\n## {table.Name}\n\n{table.Meaning}{key}\n\n| column | type | empty | source | meaning |\n|---|---|---|---|---|\n");
            foreach (Column column in table.Columns)
            {
                string type = column.Type.ToString().ToLowerInvariant();
                text.Append(CultureInfo.InvariantCulture, $"| `{column.Name}` | {type} | {(column.IsRequired ? "never" : "may be")} | `{column.Source}` | {column.Meaning} |\n");
            }
        }
    }
}
