using System.Text;
using Msmtp.Queue.Spool.Mails;
using Msmtp.Testing;
using Msmtp.TestKit;

namespace Msmtp.Queue.Spool.Tests;

/// <summary>A queue in a folder of its own, with a clock, and what the user was told.</summary>
sealed class SpoolUnderTest : IDisposable
{
    readonly TempDirectory home = new();

    public SpoolUnderTest() => Queue = Open();

    public string Path => home.File("queue");

    public ManualTime Clock { get; } = new();

    public List<string> Notices { get; } = [];

    public SpoolQueue Queue { get; }

    static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The same queue, as another process sees it.</summary>
    public SpoolQueue Open() => Open(Path);

    public SpoolQueue Open(string path)
    {
        var context = new PluginUnderTest(new QueueSpoolPlugin()).Context($"queue_dir {path}");
        return (SpoolQueue)SpoolQueue.Of(context with { Time = Clock, Notify = notice => Notices.Add(notice.Message) });
    }

    public string File(params string[] names) => System.IO.Path.Combine([Path, .. names]);

    /// <summary>The names in the folder that are not the queue's own folders.</summary>
    public IEnumerable<string> Names(string folder = "") =>
        Directory.Exists(File(folder)) ? Directory.EnumerateFiles(File(folder)).Select(System.IO.Path.GetFileName).Order()! : [];

    public static QueueSubmission Mail(string body, params string[] to) => new(
        new SmtpEnvelope(new ReversePath("me@example.org"), [.. (to.Length > 0 ? to : ["you@example.net"]).Select(static path => new ForwardPath(path))]),
        new MessageContent("Subject: x\n\n"u8.ToArray(), new MemoryStream(Encoding.Latin1.GetBytes(body))),
        new MailOrigin { Account = "work", File = "/home/me/.msmtprc" });

    public async Task<string> PutAsync(string body, string? key = null) =>
        (await Queue.PutAsync(Mail(body) with { Key = key is null ? null : new QueueKey(key, "digest") }, Token)).Id;

    public async Task<IReadOnlyList<QueuedMail>> ListAsync() => await Open().ListAsync(Token);

    public async Task<IMailLease> TakeAsync(string id)
    {
        var lease = await Open().TakeAsync(id, Token);
        Assert.NotNull(lease);
        return lease;
    }

    public async Task EndAsync(string id, AttemptVerdict verdict, SendOutcome outcome = SendOutcome.Deferred)
    {
        await using var lease = await TakeAsync(id);
        await lease.BeginAsync(Token);
        await lease.EndAsync(End(lease.Mail, verdict, outcome), Token);
    }

    public static AttemptEnd End(QueuedMail mail, AttemptVerdict verdict, SendOutcome outcome = SendOutcome.Deferred) =>
        new(verdict, [.. mail.Recipients.Select(each => each with { Outcome = outcome })]) { Time = mail.Accepted, Attempts = mail.Attempts + 1 };

    public static async Task<string> TextAsync(IMailLease lease)
    {
        var content = await lease.OpenAsync(Token);
        using var octets = new MemoryStream();
        octets.Write(content.HeaderBlock.Span);
        await content.Body.CopyToAsync(octets, Token);
        return Encoding.Latin1.GetString(octets.ToArray());
    }

    public void Dispose() => home.Dispose();
}
