using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Msmtp.Log.File.Tests;

/// <summary>
/// What needs another process is done by this same program, started again with a task in its environment: it does the task
/// before any test could run, and ends.
/// </summary>
static class OtherProcess
{
    const string Task = "MSMTP_TEST_TASK";
    const string File = "MSMTP_TEST_FILE";
    const string Text = "MSMTP_TEST_TEXT";

    /// <summary>Writes the text as a log line, so many times.</summary>
    public static Process Log(string file, string text, int times) => Start($"{times}", file, text);

    /// <summary>Takes the lock, says so on standard output, and keeps it until its standard input ends.</summary>
    public static Process Lock(string file) => Start("lock", file, "");

    [ModuleInitializer]
    public static void DoTask()
    {
        if (Environment.GetEnvironmentVariable(Task) is not { } task)
            return;
        var file = Environment.GetEnvironmentVariable(File)!;
        if (task == "lock")
            KeepLock(file);
        else
            WriteLines(file, int.Parse(task, null));
        Environment.Exit(0);
    }

    static void KeepLock(string file)
    {
        using var log = AppendOnlyFile.Open(file);
        Console.WriteLine(log.TryLock()?.Message ?? "locked");
        Console.In.ReadToEnd();
    }

    static void WriteLines(string file, int times)
    {
        var envelope = new SmtpEnvelope(new ReversePath(Environment.GetEnvironmentVariable(Text)!), Some.Record.Envelope.To);
        var sink = new LogFileSink(file, "none", TimeProvider.System);
        for (var i = 0; i < times; i++)
            sink.WriteAsync(Some.Record with { Envelope = envelope }, CancellationToken.None).AsTask().GetAwaiter().GetResult();
    }

    static Process Start(string task, string file, string text)
    {
        var assembly = typeof(OtherProcess).Assembly.Location;
        var start = new ProcessStartInfo("dotnet", ["exec", assembly])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { [Task] = task, [File] = file, [Text] = text },
        };
        return Process.Start(start)!;
    }
}
