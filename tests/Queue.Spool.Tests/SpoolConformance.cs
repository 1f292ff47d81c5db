using Msmtp.Testing;
using Msmtp.TestKit;

namespace Msmtp.Queue.Spool.Tests;

/// <summary>The rules of every queue, and of those whose mails the host delivers.</summary>
public sealed class SpoolConformance : LeasedMailQueueConformance, IDisposable
{
    readonly TempDirectory folder = new();

    protected override IPlugin Plugin => new QueueSpoolPlugin();

    protected override string Msmtprc => $"queue_dir {folder.File("queue")}";

    public void Dispose() => folder.Dispose();
}
