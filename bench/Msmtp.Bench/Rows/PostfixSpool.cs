namespace Msmtp.Bench;

/// <summary>Postfix's way into its queue, without a Postfix that runs: the mails stay in the folder maildrop.</summary>
static class PostfixSpool
{
    // The fifo is where the program looks for somebody to wake up.
    const string Preparation = """
        set -e
        cd "$0"
        install -d queue/pid
        install -d -o postfix -m 700 data queue/active queue/bounce queue/corrupt queue/defer queue/deferred queue/flush queue/hold \
            queue/incoming queue/private queue/saved queue/trace
        install -d -o postfix -g postdrop -m 710 queue/public
        install -d -o postfix -g postdrop -m 730 queue/maildrop
        mkfifo queue/public/pickup
        chmod 755 . etc "$(dirname "$0")"
        chmod a+r etc/main.cf
        """;

    public static Command Enqueue(Workbench bench, string mail)
    {
        var folder = bench.PathOf("postfix");
        var etc = Path.Combine(folder, "etc");
        Directory.CreateDirectory(etc);
        File.WriteAllText(Path.Combine(etc, "master.cf"), "");
        File.WriteAllText(Path.Combine(etc, "main.cf"), $"""
            compatibility_level = 3.6
            inet_protocols = ipv4
            queue_directory = {folder}/queue
            data_directory = {folder}/data
            maillog_file = {folder}/log
            maillog_file_prefixes = {folder}

            """);
        Child.MustSucceed(bench.Call("/bin/sh", "/dev/null", "-c", Preparation, folder));
        return bench.Call("/usr/sbin/sendmail", mail, "-i", "-f", "me@example.org", "you@example.net").With("MAIL_CONFIG", etc);
    }
}
