using Msmtp.TestKit;
using Msmtp.Testing;

namespace Msmtp.Log.File.Tests;

public sealed class LogFileConformance : LogSinkConformance, IDisposable
{
    readonly TempDirectory folder = new();

    protected override IPlugin Plugin => new LogFilePlugin();

    protected override string Msmtprc => $"logfile {folder.File("log")}";

    protected override string? Unwritable => "logfile /dev/full";

    public void Dispose() => folder.Dispose();

    protected override async ValueTask<IReadOnlyList<string>> ReadAsync()
    {
        var text = await System.IO.File.ReadAllTextAsync(folder.File("log"), Token);
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
