namespace Msmtp.Cli;

static class Program
{
    static async Task<int> Main(string[] args)
    {
        var name = RawArguments.ProgramName();
        try
        {
            // A password must not end up in a core dump. Child processes are not affected: exec undoes it.
            Protection.DenyDumps();
#if !NATIVE
            if (Protection.HasRaisedRights)
            {
                StandardWriter.Error.WriteLine($"{Path.GetFileName(name)}: {Protection.Refusal}");
                return (int)ExitCode.NoPerm;
            }
#endif
            return (int)await new Command(name).RunAsync(RawArguments.Read(args), CancellationToken.None);
        }
        catch (OutOfMemoryException)
        {
            StandardWriter.Error.WriteLine($"{Path.GetFileName(name)}: out of memory");
            return (int)ExitCode.OsErr;
        }
#pragma warning disable CA1031 // The last resort: a caller of sendmail understands an exit status, not a stack trace.
        catch (Exception e)
#pragma warning restore CA1031
        {
            StandardWriter.Error.WriteLine(TerminalText.Lines($"{Path.GetFileName(name)}: this is a bug, please report it: {e}"));
            return (int)ExitCode.Software;
        }
    }
}
