using System.Text;

namespace HelpLightning.Cli.Tests.Transcripts;

/// <summary>
/// What somebody types and what comes back, as a file that a reader can judge: standard output as it is, lines of standard
/// error after <c>2></c>, an exit code that is not 0 after <c>=></c>. The commands are run anew and the whole must come out
/// the same. <c>@</c> does something to the scene; <c>@ program</c> has the next command run by the built program, which names files as
/// they were typed. After a change that is meant, UPDATE_EXPECTED=1 writes the outputs anew; then read the diff.
/// </summary>
internal static class Transcript
{
    private static readonly string[] Marks = ["# ", "$ ", "@ ", "2> ", "=> ", "\\"];

    /// <summary>
    /// What a build that HL_UNDER_TEST names goes through from end to end, such as the native one: each way of printing, the settings file,
    /// every kind of failure. The others are the same code with other words.
    /// </summary>
    private static readonly string[] OfAnyBuild = ["config", "curl", "errors", "first-run", "formats", "users-invite"];

    /// <summary>In the repository, so that a run can rewrite it.</summary>
    private static string Folder { get; } = Path.Combine(RepositoryFolder.Root, "tests", "HelpLightning.Cli.Tests", "Expected");

    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.txt").Select(static path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal);

    public static async Task CheckAsync(string name)
    {
        string file = $"{name}.txt";
        await using Scene scene = await Scene.OpenAsync(byProgram: HlProgram.IsNamed && OfAnyBuild.Contains(name));
        await CompareAsync(file, await PlayAsync(Parse(await File.ReadAllTextAsync(Path.Combine(Folder, file))), scene));
    }

    /// <summary>With what the repository holds, or into it when UPDATE_EXPECTED=1.</summary>
    public static async Task CompareAsync(string file, string actual)
    {
        string path = Path.Combine(Folder, file);
        if (Environment.GetEnvironmentVariable("UPDATE_EXPECTED") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, actual);
        }

        Assert.Equal(await File.ReadAllTextAsync(path), actual);
    }

    private static IEnumerable<TranscriptStep> Parse(string text) => text.Split('\n')
        .Where(static line => line.Length > 2 && line[0] is '#' or '@' or '$' && line[1] == ' ')
        .Select(static line => new TranscriptStep(line[0], line[2..]));

    private static async Task<string> PlayAsync(IEnumerable<TranscriptStep> steps, Scene scene)
    {
        StringBuilder text = new();
        char last = '$';
        foreach ((char kind, string line) in steps)
        {
            // A remark belongs to what follows it.
            if (text.Length > 0 && last == '$')
            {
                text.Append('\n');
            }

            text.Append(kind).Append(' ').Append(line).Append('\n');
            last = kind;
            if (kind == '@')
            {
                await scene.PrepareAsync(line);
            }
            else if (kind == '$')
            {
                HlResult result = await scene.RunAsync(line);
                Assert.DoesNotContain(Scene.ApiKey, line.Contains("--reveal", StringComparison.Ordinal) ? "" : result.All, StringComparison.Ordinal);
                Append(text, Steady.Of(result.Output, scene), "");
                Append(text, Steady.Of(result.Error, scene), "2> ");
                text.Append(result.ExitCode == 0 ? "" : $"=> {result.ExitCode}\n");
            }
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, string output, string mark)
    {
        if (output.Length == 0)
        {
            return;
        }

        bool isEnded = output.EndsWith('\n');
        foreach (string line in (isEnded ? output[..^1] : output).Split('\n'))
        {
            text.Append(mark).Append(mark.Length == 0 && Marks.Any(m => line.StartsWith(m, StringComparison.Ordinal)) ? "\\" : "").Append(line).Append('\n');
        }

        text.Append(isEnded ? "" : "(no newline at the end)\n");
    }
}
