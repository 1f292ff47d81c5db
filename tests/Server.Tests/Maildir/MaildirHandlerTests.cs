using System.Runtime.Versioning;
using System.Text;
using Msmtp.TestKit;

namespace Msmtp.Server.Tests;

public sealed class MaildirHandlerTests : IDisposable
{
    static readonly MailEnvelope Envelope = new()
    {
        Client = new SmtpClientFacts { Name = "client.example.org" },
        Sender = "me@example.org",
        Recipients = [new MailRecipient("a@example.net", []), new MailRecipient("b@example.net", [])],
    };

    readonly TempDirectory folder = new();

    string Maildir => folder.File("mail");

    [Fact]
    public async Task A_mail_becomes_one_file_in_new_with_lf_line_ends_and_nothing_added()
    {
        var outcome = await DeliverAsync(new MaildirHandler(Maildir), "Subject: x\r\n\r\n.dot\r\n");

        Assert.True(outcome.Reply.IsPositive);
        Assert.Equal("Subject: x\n\n.dot\n", File.ReadAllText(Assert.Single(Files("new"))));
        Assert.Empty(Files("tmp"));
        Assert.Empty(Files("cur"));
    }

    [Fact]
    public async Task Long_content_arrives_whole()
    {
        var lines = Enumerable.Range(0, 20_000).Select(i => $"line {i}").ToArray();

        await DeliverAsync(new MaildirHandler(Maildir), string.Concat(lines.Select(line => line + "\r\n")));

        Assert.Equal(lines, File.ReadAllLines(Assert.Single(Files("new"))));
    }

    [Fact, UnsupportedOSPlatform("windows")]
    public async Task Only_the_owner_can_read_folders_and_files()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no Unix modes");
        await DeliverAsync(new MaildirHandler(Maildir), "x\r\n");

        foreach (var path in new[] { Maildir, folder.File("mail", "tmp"), folder.File("mail", "new"), folder.File("mail", "cur") })
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(path));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Assert.Single(Files("new"))));
    }

    [Fact]
    public async Task Everything_created_is_on_disk_before_the_mail_is_acknowledged()
    {
        var maildir = folder.File("a", "b");
        var flushed = new List<string>();
        var handler = new MaildirHandler(maildir, null, path =>
        {
            // Only a rename that has happened can be flushed.
            flushed.Add($"{Path.GetRelativePath(folder.Path, path)}: {string.Join(' ', Directory.EnumerateFileSystemEntries(path).Select(Path.GetFileName).Order().Select(static name => name!.Length > 3 ? "mail" : name))}");
        });

        await ReceiveAsync(handler);
        await ReceiveAsync(handler);
        Directory.Delete(folder.File("a"), recursive: true);
        await ReceiveAsync(handler);

        string[] made = [".: a", "a: b", "a/b: cur new tmp"];
        Assert.Equal([.. made, "a/b/new: mail", "a/b/new: mail mail", .. made, "a/b/new: mail"], flushed);

        static async Task ReceiveAsync(MaildirHandler handler) =>
            Assert.Equal(MailOutcome.Accepted, await handler.ReceiveAsync(Envelope, new MemoryStream("x\r\n"u8.ToArray()), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_a_killed_run_did_not_flush_is_flushed_later()
    {
        foreach (var name in new[] { "tmp", "new", "cur" })
            Directory.CreateDirectory(folder.File("a", name));
        var flushed = new List<string>();
        var handler = new MaildirHandler(folder.File("a"), null, flushed.Add);

        await handler.ReceiveAsync(Envelope, new MemoryStream(), TestContext.Current.CancellationToken);
        await handler.ReceiveAsync(Envelope, new MemoryStream(), TestContext.Current.CancellationToken);

        Assert.Equal([folder.File("a"), folder.File("a", "new"), folder.File("a", "new")], flushed);
    }

    [Fact]
    public async Task Trace_lines_are_added_when_asked_for()
    {
        await DeliverAsync(new MaildirHandler(Maildir, new MaildirOptions { AddReturnPath = true, AddDeliveredTo = true }), "x\r\n");

        Assert.Equal(
            "Return-Path: <me@example.org>\nDelivered-To: a@example.net\nDelivered-To: b@example.net\nx\n",
            File.ReadAllText(Assert.Single(Files("new"))));
    }

    [Fact]
    public async Task Concurrent_mails_get_different_names_as_maildir_has_them()
    {
        var handler = new MaildirHandler(Maildir, new MaildirOptions { HostName = "a/b:c", TimeProvider = new ManualTime() });

        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => DeliverAsync(handler, $"{i}\r\n")));

        Assert.Equal(50, Files("new").Length);
        Assert.All(Files("new"), path => Assert.Matches(@"^1767323045\.M0P\d+Q\d+R[0-9A-F]{16}\.a\\057b\\072c$", Path.GetFileName(path)));
    }

    [Fact]
    public async Task Broken_content_leaves_nothing_behind()
    {
        var handler = new MaildirHandler(Maildir);

        await Assert.ThrowsAsync<IOException>(async () => await handler.ReceiveAsync(Envelope, new BrokenStream(), CancellationToken.None));

        Assert.Empty(Files("new"));
        Assert.Empty(Files("tmp"));
    }

    public void Dispose() => folder.Dispose();

    static async Task<MailOutcome> DeliverAsync(MaildirHandler handler, string content)
    {
        using var stream = new MemoryStream(Encoding.Latin1.GetBytes(content));
        return await handler.ReceiveAsync(Envelope, stream, TestContext.Current.CancellationToken);
    }

    string[] Files(string name) => Directory.GetFiles(folder.File("mail", name));

    /// <summary>Returns a few octets, then breaks.</summary>
    sealed class BrokenStream : MemoryStream
    {
        bool hasRead;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (hasRead)
                throw new IOException("broken");

            hasRead = true;
            return ValueTask.FromResult(10);
        }
    }
}
