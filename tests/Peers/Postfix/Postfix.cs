using System.Net;
using System.Net.Sockets;
using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>
/// A Postfix for the tests on free ports of 127.0.0.1, with its configuration, queue and Maildirs in one temporary directory.
/// </summary>
public sealed class Postfix : IAsyncLifetime, IMailServer
{
    const int MailboxCount = 1000;

    readonly TempDirectory folder = new();
    readonly IReadOnlyDictionary<Door, int> ports = Enum.GetValues<Door>().Zip(Ports.Free(Enum.GetValues<Door>().Length)).ToDictionary();
    readonly int greylist = Ports.Free(1)[0];
    readonly string? dovecot;
    Daemon? daemon;
    int mailboxes;

    /// <summary>With Cyrus SASL, and users of its own.</summary>
    public Postfix()
        : this(null, new Kdc())
    {
    }

    /// <summary>With the users of a Dovecot.</summary>
    /// <param name="dovecot">Its unix socket; null: Cyrus SASL.</param>
    /// <param name="kdc">The key distribution centre; owned only with Cyrus SASL.</param>
    internal Postfix(string? dovecot, Kdc kdc) => (this.dovecot, Kdc) = (dovecot, kdc);

    /// <inheritdoc/>
    public string Name => dovecot is null ? "Postfix, Cyrus SASL" : "Postfix, Dovecot";

    /// <summary>Its certificate is <see cref="TestCertificates.Good"/>.</summary>
    public TestCertificates Certificates { get; } = new();

    /// <summary>The key distribution centre, if one is installed.</summary>
    public Kdc Kdc { get; }

    /// <summary>What it has logged so far.</summary>
    public string Log => File.Exists(folder.File("log")) ? File.ReadAllText(folder.File("log")) : "";

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (PostfixInstallation.Missing is not null)
            return;
        if (dovecot is null && Kdc.Missing is null)
            await Kdc.StartAsync();
        WriteConfiguration();
        await DoAsync("/bin/sh", "-c", PostfixConfiguration.Preparation);
        daemon = await Daemon.StartAsync(
            new CommandRunner(PostfixInstallation.Master!) { Arguments = ["-c", folder.File("etc"), "-d"], WorkingDirectory = folder.Path },
            () => ports.Values.All(Ports.IsOpen));
        await GreetedAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (dovecot is null)
            await Kdc.DisposeAsync();
        Certificates.Dispose();
        folder.Dispose();
    }

    /// <summary>An empty mailbox; skips the test if there is no Postfix.</summary>
    public Mailbox NewMailbox()
    {
        var missing = dovecot is null ? PostfixInstallation.Missing : Dovecot.Missing;
        Assert.SkipUnless(missing is null, missing ?? "");
        var number = Interlocked.Increment(ref mailboxes);
        Assert.True(number <= MailboxCount, "more mailboxes than Postfix was told of");
        return new Mailbox($"box{number}@localhost", folder.File("mail", $"box{number}", "new"));
    }

    /// <summary>The port of a door, at 127.0.0.1.</summary>
    public int Port(Door door) => ports[door];

    /// <summary>Starts what <see cref="Door.Greylisted"/> needs; skips the test if it is not installed.</summary>
    internal Task<Postgrey> StartGreylistAsync() => Postgrey.StartAsync(greylist);

    /// <summary>The msmtprc of an account at one of the doors, without "auth".</summary>
    public string At(Door door)
    {
        var address = $"host localhost\nport {ports[door]}\nfrom sender@localhost\n";
        var tls = $"tls on\ntls_trust_file {Certificates.AuthorityFile}\n";
        return door switch
        {
            Door.Submission => address + tls,
            Door.Smtps or Door.Certificate => address + tls + "tls_starttls off\n",
            _ => address,
        };
    }

    /// <inheritdoc/>
    public string At(Way way) => At(way switch
    {
        Way.InTheClear => Door.Unprotected,
        Way.StartTls => Door.Submission,
        _ => Door.Smtps,
    });

    /// <summary>All mail of a mailbox, once Postfix has delivered everything it has accepted.</summary>
    public async Task<IReadOnlyList<StoredMail>> DeliveredAsync(Mailbox mailbox)
    {
        try
        {
            await Eventually.TrueAsync("the queue is empty", IsQueueEmpty, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message}\n{Log}", e);
        }

        return Directory.Exists(mailbox.Arrived)
            ? [.. Directory.EnumerateFiles(mailbox.Arrived).Select(static file => StoredMail.Parse(File.ReadAllBytes(file), StoredMail.PostfixTrace))]
            : [];
    }

    /// <summary>Waits for a line in Postfix's log that contains this text.</summary>
    public Task LoggedAsync(string text) => Eventually.TrueAsync(
        $"Postfix logged '{text}'", () => Log.Contains(text, StringComparison.Ordinal), TestContext.Current.CancellationToken);

    /// <inheritdoc/>
    public async Task LoggedAsync(StoredMail mail, string mechanism, string user)
    {
        // Some mechanisms, and Cyrus SASL, add the realm to the name.
        await LoggedAsync($"{mail.QueueId}: client=unknown[127.0.0.1], sasl_method={mechanism}, sasl_username={user}");
        Assert.Matches($"{mail.QueueId}: client=.*, sasl_username={user}(@[a-zA-Z.]+)?\n", Log);
    }

    // In the order in which a mail passes through them, so that no mail is missed on its way.
    bool IsQueueEmpty() => new[] { "incoming", "active", "deferred" }
        .All(queue => !Directory.EnumerateFileSystemEntries(folder.File("queue", queue)).Any());

    // A mistake in main.cf shows when the first server starts: better here than in every test.
    async Task GreetedAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, ports[Door.Plain], deadline.Token);
        using var reader = new StreamReader(client.GetStream());
        try
        {
            if (await reader.ReadLineAsync(deadline.Token) is { } line && line.StartsWith("220 ", StringComparison.Ordinal))
                return;
        }
        catch (OperationCanceledException)
        {
            // Reported below, with its log.
        }

        await StopAsync();
        throw new InvalidOperationException($"Postfix does not greet\n{Log}");
    }

    async Task StopAsync()
    {
        if (daemon is null)
            return;
        await daemon.DisposeAsync();
        await Eventually.TrueAsync("Postfix stopped", () => !ports.Values.Any(Ports.IsOpen), CancellationToken.None);
    }

    void WriteConfiguration()
    {
        var sasl = dovecot is null ? PostfixConfiguration.CyrusSasl(folder.Path) : PostfixConfiguration.DovecotSasl(dovecot);
        folder.Write("etc/main.cf", PostfixConfiguration.MainCf(folder.Path, Certificates, sasl, Kdc.Configuration));
        folder.Write("etc/master.cf", PostfixConfiguration.MasterCf(ports, greylist));
        folder.Write("etc/mailboxes", PostfixConfiguration.Mailboxes(MailboxCount));
        folder.Write("etc/sasl/smtpd.conf", PostfixConfiguration.SmtpdConf(folder.Path, Kdc));
    }

    async Task DoAsync(string program, params IReadOnlyList<string> arguments)
    {
        var runner = new CommandRunner(program) { Arguments = arguments, WorkingDirectory = folder.Path };
        var result = await runner.RunAsync(CancellationToken.None);
        if (result.ExitCode != 0)
            throw new InvalidOperationException($"{program}: {result}\n{Log}");
    }
}
