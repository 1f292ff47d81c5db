using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>What stops other queues: a broken file among the mails, as with extsmail; a program that may not change its group.</summary>
public sealed class StrangeSpoolTests
{
    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task Files_that_are_no_mails_are_told_once_and_hold_up_nothing(Flavour flavour)
    {
        await using var sink = MailSink.Start();
        using var msmtp = new QueueingMailer(flavour);
        msmtp.Configure($"host 127.0.0.1\nport {sink.Port}\nfrom me@example.org\n", "always");
        await PutAsync(msmtp, 2);
        var files = Directory.GetFiles(msmtp.Queue);
        Assert.Equal(2, files.Length);
        var torn = await File.ReadAllBytesAsync(files[0], TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(files[0], torn[..(torn.Length / 2)], TestContext.Current.CancellationToken);
        Plant(files[0] + "0", []);
        Plant(files[0] + "1", "not a mail\n"u8);
        Plant(files[0] + "2", new byte[100_000]);

        var first = await msmtp.FlushAsync();
        await PutAsync(msmtp, 1);
        var second = await msmtp.FlushAsync();

        Assert.Contains(Path.GetFileName(files[0]), first.ErrorText, StringComparison.Ordinal);
        Assert.Equal((0, ""), (second.ExitCode, second.ErrorText));
        Assert.NotNull(sink.TakeMail());
        Assert.NotNull(sink.TakeMail());
        Assert.Null(sink.TakeMail());
        Assert.Empty(await msmtp.ListAsync());
    }

    // Postfix's postdrop has a group's rights, and under NoNewPrivileges it has not: systemd's units and containers have it set.
    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_mail_is_queued_and_sent_by_a_process_that_can_get_no_more_rights(Flavour flavour)
    {
        await using var sink = MailSink.Start();
        using var msmtp = new QueueingMailer(flavour);
        msmtp.Configure($"host 127.0.0.1\nport {sink.Port}\nfrom me@example.org\n", "always");

        var put = await WithoutRightsAsync(msmtp.Runner(Mails.Ordinary, "you@example.net"));
        var sent = await WithoutRightsAsync(msmtp.Runner([], "-q"));

        Assert.Equal((0, "", ""), (put.ExitCode, put.OutputText, put.ErrorText));
        Assert.Equal((0, "", ""), (sent.ExitCode, sent.OutputText, sent.ErrorText));
        Assert.NotNull(sink.TakeMail());
    }

    static void Plant(string path, ReadOnlySpan<byte> octets)
    {
        File.WriteAllBytes(path, octets);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    static async Task PutAsync(QueueingMailer msmtp, int count)
    {
        for (var i = 0; i < count; i++)
            Assert.Equal(0, (await msmtp.SendAsync(Mails.Ordinary, "you@example.net")).ExitCode);
    }

    static Task<CommandResult> WithoutRightsAsync(CommandRunner command) => (command with
    {
        Path = Program.Find("setpriv", "util-linux"),
        Arguments = ["--no-new-privs", "--bounding-set=-all", "--inh-caps=-all", command.Path, .. command.Arguments],
    }).RunAsync(TestContext.Current.CancellationToken);
}
