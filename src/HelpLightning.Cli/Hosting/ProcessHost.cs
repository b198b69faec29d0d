namespace HelpLightning.Cli.Hosting;

/// <summary>
/// The process that hl runs in. This is the one place that reads the console and the environment, which all of a process share: elsewhere
/// they are banned (BannedSymbols.Cli.txt).
/// </summary>
#pragma warning disable RS0030
internal sealed class ProcessHost : Host
{
    public override TimeProvider Clock => TimeProvider.System;

    public override bool InputIsTerminal => !Console.IsInputRedirected;

    public override bool OutputIsTerminal => !Console.IsOutputRedirected;

    public override bool ErrorIsTerminal => !Console.IsErrorRedirected;

    public override int? TerminalWidth
    {
        get
        {
            try
            {
                return Console.WindowWidth;
            }
            catch (IOException)
            {
                return null;
            }
        }
    }

    public override TextReader Input => StandardFiles.Has(StandardFiles.Input) ? Console.In : TextReader.Null;

    public override string HomeFolder => FolderOf(Environment.SpecialFolder.UserProfile);

    public override string ApplicationDataFolder => FolderOf(Environment.SpecialFolder.ApplicationData);

    protected override string CurrentFolder => "";

    public override Stream OpenInput() => StandardFiles.Has(StandardFiles.Input) ? Console.OpenStandardInput() : Stream.Null;

    public override Stream OpenOutput() =>
        OperatingSystem.IsWindows() ? Console.OpenStandardOutput() : new UnixOutput(StandardFiles.Output);

    public override Stream OpenError() => OperatingSystem.IsWindows() ? Console.OpenStandardError() : new UnixOutput(StandardFiles.Error);

    public override ConsoleKeyInfo ReadKey() => Console.ReadKey(intercept: true);

    public override string? Variable(string name) => Environment.GetEnvironmentVariable(name);

    private static string FolderOf(Environment.SpecialFolder kind) =>
        Environment.GetFolderPath(kind, Environment.SpecialFolderOption.DoNotVerify);
}
#pragma warning restore RS0030
