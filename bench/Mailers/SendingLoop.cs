using System.Globalization;

namespace Msmtp.Bench;

/// <summary>
/// <c>loop NAME CELL SECONDS</c>: one sender of one cell and nothing else, for a profiler. NAME: mailkit, stream, message; CELL: its title.
/// </summary>
static class SendingLoop
{
    public static async Task<int> RunAsync(string name, string title, string seconds)
    {
        var cell = Cell.All.First(cell => cell.Title == title);
        using var scratch = new ScratchFolder();
        using var server = CellServer.Start(cell, scratch.Path);
        await using var sender = Senders.Create(name, server.Server, cell);
        var time = TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture));
        await Turn.RunAsync(sender, cell.Connections, time);
        var turn = await Turn.RunAsync(sender, cell.Connections, time);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{turn.Mails:0} mails/s, {turn.Cpu:0.0} µs, {turn.Allocated:0} octets"));
        return 0;
    }
}
