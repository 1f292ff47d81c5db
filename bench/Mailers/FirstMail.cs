using System.Diagnostics;
using System.Globalization;

namespace Msmtp.Bench;

/// <summary>The first mail of a fresh process, from its start until the server has answered.</summary>
static class FirstMail
{
    static readonly Cell Cell = new(Connections: 1, IsEncrypted: false, Size: 1000);

    public static async Task<IEnumerable<string>> TableAsync(MailersOptions options)
    {
        using var sink = Sink.StartOwn();
        var runs = Senders.Names.ToDictionary(static name => name, static _ => new List<(double Wall, double Cpu)>());
        for (var i = 0; i < options.Turns; i++)
            foreach (var name in Senders.Names)
                runs[name].Add(await RunAsync(name, sink.Port));
        return
        [
            "| the first mail of a fresh process | MailKit | ours, stream | ours, MimeMessage |",
            "| --- | --- | --- | --- |",
            Row("on the wall, ms", static run => run.Wall),
            Row("CPU, ms", static run => run.Cpu),
        ];

        string Row(string title, Func<(double Wall, double Cpu), double> part) =>
            $"| {title} | {string.Join(" | ", Senders.Names.Select(name => runs[name].Median(part).ToString("0", CultureInfo.InvariantCulture)))} |";
    }

    /// <summary>What such a process does. Says what CPU time it took.</summary>
    public static async Task SendAsync(string name, Server server)
    {
        await using var sender = Senders.Create(name, server, Cell);
        await sender.SendAsync();
        Console.WriteLine(Environment.CpuUsage.TotalTime.TotalMilliseconds.ToString(CultureInfo.InvariantCulture));
    }

    static async Task<(double Wall, double Cpu)> RunAsync(string name, int port)
    {
        var start = Stopwatch.GetTimestamp();
        var arguments = new[] { "first", name, port.ToString(CultureInfo.InvariantCulture) };
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true })!;
        var line = await process.StandardOutput.ReadLineAsync();
        var wall = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        await process.WaitForExitAsync();
        return (wall, double.Parse(line ?? throw new InvalidOperationException($"{name} has sent no mail"), CultureInfo.InvariantCulture));
    }
}
