using System.Collections.Concurrent;
using Msmtp.Text;

namespace Msmtp.Testing.Tests.Fakes;

/// <summary>Logs in memory, by name.</summary>
sealed class FakeLog(string name, Fault fault) : ILogSink
{
    static readonly ConcurrentDictionary<string, IReadOnlyList<string>> All = new();

    public static IReadOnlyList<string> Read(string name) =>
        [.. All.GetValueOrDefault(name, []).SelectMany(static text => text.Split('\n'))];

    public async ValueTask WriteAsync(DeliveryRecord record, CancellationToken cancellationToken)
    {
        if (name == "full")
            throw fault == Fault.ThrowsIO ? new IOException("full") : new MailException(ExitCode.IoErr, DeliveryStage.Quit, "the log is full");
        if (fault == Fault.CancelThrowsIO && cancellationToken.IsCancellationRequested)
            throw new IOException("cancelled");
        if (fault == Fault.LosesFailures && record.Failure is not null)
            return;
        var text = Text(record);
        if (fault != Fault.Races)
        {
            All.AddOrUpdate(name, [text], (_, texts) => [.. texts, text]);
            return;
        }
        var before = All.GetValueOrDefault(name, []);
        await Task.Delay(5, cancellationToken);
        All[name] = [.. before, text];
    }

    string Text(DeliveryRecord record) => fault switch
    {
        Fault.SaysNothing => "a mail",
        Fault.WritesLineEnds => $"{record.ToLine()} {record.Failure?.Message}",
        Fault.WritesThePassword => $"{record.ToLine()} {OctetText.Decode(record.Account.Settings.Get(CommonSettings.Password)!.Reveal())}",
        _ => record.ToLine(),
    };
}
