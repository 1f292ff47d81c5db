namespace Msmtp.Cli;

static class Program
{
    static async Task<int> Main(string[] args)
    {
        var name = Environment.GetCommandLineArgs() is [{ Length: > 0 } first, ..] ? first : "msmtp";
        return (int)await new Command(name).RunAsync(RawArguments.Read(args), CancellationToken.None);
    }
}
