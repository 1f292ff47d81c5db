using System.Text;
using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>
/// An Exim for the tests on free ports of 127.0.0.1, with everything in one temporary directory. Debian's package cannot be installed
/// beside Postfix: test.sh unpacks it in artifacts/peers. Its user need not exist on this machine either.
/// </summary>
public sealed class Exim : IAsyncLifetime, IMailServer
{
    const int MailboxCount = 500;

    static readonly string Fetched = Path.Combine(TestPaths.Root, "artifacts", "peers", "exim", "usr", "sbin", "exim4");

    readonly TempDirectory folder = new();
    readonly PrivateFiles files = [];
    readonly IReadOnlyDictionary<EximDoor, int> ports =
        Enum.GetValues<EximDoor>().Zip(Ports.Free(Enum.GetValues<EximDoor>().Length)).ToDictionary();
    Daemon? daemon;
    int mailboxes;

    /// <summary>Why Exim cannot be started here; null: it can.</summary>
    public static string? Missing { get; } =
        PrivateFiles.Missing is { } missing ? missing
        : !File.Exists(Fetched) ? $"{Fetched} is missing (package exim4-daemon-heavy, which test.sh takes apart)"
        : !HasLibrary("libmariadb.so.3") ? "Exim's libmariadb.so.3 is missing (package libmariadb3)"
        : !HasLibrary("libspf2.so.2") ? "Exim's libspf2.so.2 is missing (package libspf2-2)"
        : null;

    /// <inheritdoc/>
    public string Name => "Exim";

    /// <summary>Its certificate is <see cref="TestCertificates.Good"/>; it trusts client certificates of the same authority.</summary>
    public TestCertificates Certificates { get; } = new();

    /// <summary>Debian's Exim does not support Kerberos.</summary>
    Kdc? IMailServer.Kdc => null;

    string Log => File.Exists(folder.File("log", "mainlog")) ? File.ReadAllText(folder.File("log", "mainlog")) : "";

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (Missing is not null)
            return;
        WriteConfiguration();
        await PrepareAsync();
        files["/etc/passwd"] = folder.File("passwd");
        files["/etc/group"] = folder.File("group");
        daemon = await Daemon.StartAsync(
            files.Around(new CommandRunner(folder.File("exim")) { Arguments = ["-C", folder.File("exim.conf"), "-bdf", "-q30m"], WorkingDirectory = folder.Path }),
            () => ports.Values.All(Ports.IsOpen));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (daemon is not null)
            await daemon.DisposeAsync();
        Certificates.Dispose();
        folder.Dispose();
    }

    /// <inheritdoc/>
    public Mailbox NewMailbox()
    {
        Assert.SkipUnless(Missing is null, Missing ?? "");
        var number = Interlocked.Increment(ref mailboxes);
        Assert.True(number <= MailboxCount, "more mailboxes than Exim was told of");
        return new Mailbox($"box{number}@localhost", folder.File("mail", $"box{number}", "new"));
    }

    /// <inheritdoc/>
    public string At(Way way)
    {
        var address = $"host localhost\nport {ports[way == Way.ImplicitTls ? EximDoor.Smtps : EximDoor.Smtp]}\nfrom sender@localhost\n";
        var tls = $"tls on\ntls_trust_file {Certificates.AuthorityFile}\n";
        return way switch
        {
            Way.InTheClear => address,
            Way.StartTls => address + tls,
            _ => address + tls + "tls_starttls off\n",
        };
    }

    /// <summary>Has it deliver a message to another server; returns when it has.</summary>
    /// <param name="port">The server's port at 127.0.0.1.</param>
    /// <param name="recipient">An address in a domain that is not Exim's own.</param>
    /// <param name="message">Header and body, with LF line ends.</param>
    public async Task SendAsync(int port, string recipient, string message)
    {
        Assert.SkipUnless(Missing is null, Missing ?? "");
        folder.Write("client.conf", EximConfiguration.ClientConf(folder.Path, folder.File("exim"), port));
        var sendmail = new CommandRunner(folder.File("exim"))
        {
            Arguments = ["-C", folder.File("client.conf"), "-odf", "-i", "-f", "sender@localhost", recipient],
            Input = Encoding.Latin1.GetBytes(message),
            WorkingDirectory = folder.Path,
        };
        var result = await files.Around(sendmail).RunAsync(TestContext.Current.CancellationToken);
        Assert.True(result.ExitCode == 0, $"Exim did not deliver: {result}");
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredMail>> DeliveredAsync(Mailbox mailbox)
    {
        await Eventually.TrueAsync("the spool is empty", IsSpoolEmpty, TestContext.Current.CancellationToken);
        return Directory.Exists(mailbox.Arrived)
            ? [.. Directory.EnumerateFiles(mailbox.Arrived).Select(static file => StoredMail.Parse(File.ReadAllBytes(file), "Received"))]
            : [];
    }

    /// <inheritdoc/>
    public Task LoggedAsync(StoredMail mail, string mechanism, string user)
    {
        var login = $" A={mechanism.ToLowerInvariant().Replace('-', '_')}:{user} ";
        return Eventually.TrueAsync(
            $"Exim logged {mail.QueueId} and{login}",
            () => Log.Split('\n').Any(line => line.Contains($" {mail.QueueId} <= sender@localhost ", StringComparison.Ordinal)
                && line.Contains(login, StringComparison.Ordinal)),
            TestContext.Current.CancellationToken);
    }

    static bool HasLibrary(string name) => Directory.EnumerateDirectories("/usr/lib", "*-linux-gnu*").Append("/usr/lib")
        .Any(folder => File.Exists(Path.Combine(folder, name)));

    bool IsSpoolEmpty() => folder.File("spool", "input") is var spool
        && (!Directory.Exists(spool) || !Directory.EnumerateFiles(spool).Any());

    void WriteConfiguration()
    {
        folder.Write("exim.conf", EximConfiguration.EximConf(folder.Path, folder.File("exim"), ports));
        folder.Write("mailboxes", EximConfiguration.Mailboxes(MailboxCount));
        folder.Write("passwd", EximConfiguration.Passwd);
        folder.Write("group", EximConfiguration.Group);
        folder.Write("certificate.pem", File.ReadAllText(Certificates.CertificateFile(Certificates.Good)));
        folder.Write("key.pem", File.ReadAllText(Certificates.KeyFile(Certificates.Good)));
        folder.Write("authority.pem", File.ReadAllText(Certificates.AuthorityFile));
    }

    async Task PrepareAsync()
    {
        // Its user has to reach the program, but may have no access to our directory. Another process copies it: the system runs no file
        // that is open for writing, and a child of this process might have inherited the descriptor.
        var script = $"cp \"$1\" exim\n{EximConfiguration.Preparation}";
        var runner = new CommandRunner("/bin/sh") { Arguments = ["-c", script, "sh", Fetched], WorkingDirectory = folder.Path };
        var result = await runner.RunAsync(CancellationToken.None);
        if (result.ExitCode != 0)
            throw new InvalidOperationException($"Exim cannot be prepared: {result}");
    }
}
