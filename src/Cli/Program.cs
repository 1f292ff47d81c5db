namespace Msmtp.Cli;

static class Program
{
    static async Task<int> Main(string[] args)
    {
        return (int)await new Command(RawArguments.ProgramName()).RunAsync(RawArguments.Read(args), CancellationToken.None);
    }
}
