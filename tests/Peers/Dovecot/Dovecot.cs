using System.Text;
using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>
/// A Dovecot for the tests on free ports of 127.0.0.1, with everything in one temporary directory. It authenticates the users of a Postfix,
/// accepts mail by submission, which it relays to that Postfix, and by LMTP, which it stores.
/// </summary>
public sealed class Dovecot : IAsyncLifetime
{
    const string Server = "/usr/sbin/dovecot";

    readonly TempDirectory folder = new();
    readonly IReadOnlyDictionary<DovecotDoor, int> ports =
        Enum.GetValues<DovecotDoor>().Zip(Ports.Free(Enum.GetValues<DovecotDoor>().Length)).ToDictionary();
    Daemon? daemon;
    int users;

    /// <summary>Installed or not; see <see cref="Missing"/>.</summary>
    public Dovecot() => Postfix = new Postfix(folder.File("auth"), Kdc);

    /// <summary>Why Dovecot cannot be started here; null: it can.</summary>
    public static string? Missing { get; } =
        PostfixInstallation.Missing is { } missing ? missing
        : !File.Exists(Server) ? "Dovecot is not installed (package dovecot-core)"
        : !File.Exists("/usr/lib/dovecot/lmtp") ? "Dovecot has no LMTP (package dovecot-lmtpd)"
        : !File.Exists("/usr/lib/dovecot/submission") ? "Dovecot has no submission (package dovecot-submissiond)"
        : !File.Exists("/usr/lib/dovecot/modules/auth/libmech_gssapi.so") ? "Dovecot has no GSSAPI (package dovecot-gssapi)"
        : null;

    /// <summary>The Postfix whose users are Dovecot's, and to which submitted mail is relayed.</summary>
    public Postfix Postfix { get; }

    /// <summary>Its certificate is <see cref="TestCertificates.Good"/>; it trusts client certificates of the same authority.</summary>
    public TestCertificates Certificates { get; } = new();

    /// <summary>The key distribution centre, if one is installed.</summary>
    public Kdc Kdc { get; } = new();

    /// <summary>The unix socket of LMTP.</summary>
    public string LmtpSocket => folder.File("lmtp");

    /// <summary>What it has logged.</summary>
    public string Log => File.Exists(folder.File("log")) ? File.ReadAllText(folder.File("log")) : "";

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (Missing is not null)
            return;
        if (Kdc.Missing is null)
            await Kdc.StartAsync();
        WriteConfiguration();
        await PrepareAsync();
        daemon = await Daemon.StartAsync(
            new CommandRunner(Server) { Arguments = ["-F", "-c", folder.File("dovecot.conf")], WorkingDirectory = folder.Path },
            () => ports.Values.All(Ports.IsOpen));
        await Postfix.InitializeAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Postfix.DisposeAsync();
        if (daemon is not null)
            await daemon.DisposeAsync();
        await Kdc.DisposeAsync();
        Certificates.Dispose();
        folder.Dispose();
    }

    /// <summary>The port of a door, at 127.0.0.1.</summary>
    public int Port(DovecotDoor door) => ports[door];

    /// <summary>A user without mail, for LMTP; skips the test if there is no Dovecot.</summary>
    public Mailbox NewMailbox()
    {
        Assert.SkipUnless(Missing is null, Missing ?? "");
        var name = $"user{Interlocked.Increment(ref users)}";
        return new Mailbox($"{name}@localhost", folder.File("mail", name, "Maildir", "new"));
    }

    /// <summary>
    /// All mail of a user, without the recipients, which Dovecot does not record. A mail that LMTP has accepted has arrived.
    /// </summary>
    public static IReadOnlyList<StoredMail> Delivered(Mailbox mailbox) => Directory.Exists(mailbox.Arrived)
        ? [.. Directory.EnumerateFiles(mailbox.Arrived).Select(static file =>
            StoredMail.Parse(File.ReadAllBytes(file), StoredMail.DovecotTrace))]
        : [];

    /// <summary>Removes all mail of a user.</summary>
    public static void Clear(Mailbox mailbox)
    {
        foreach (var file in Directory.EnumerateFiles(mailbox.Arrived))
            File.Delete(file);
        // What Dovecot has counted; without it, it counts anew.
        File.Delete(Path.Combine(Path.GetDirectoryName(mailbox.Arrived)!, "maildirsize"));
    }

    void WriteConfiguration()
    {
        folder.Write("dovecot.conf", DovecotConfiguration.DovecotConf(folder.Path, ports, Postfix.Port(Door.Plain), Certificates, Kdc));
        folder.Write("users", DovecotConfiguration.Users);
        folder.Write("oauth2.conf", DovecotConfiguration.OAuth2Conf(folder.Path));
        folder.Write("keys/default/HS256/default", Convert.ToBase64String(Encoding.ASCII.GetBytes(JsonWebToken.Key)));
    }

    async Task PrepareAsync()
    {
        var runner = new CommandRunner("/bin/sh") { Arguments = ["-c", DovecotConfiguration.Preparation], WorkingDirectory = folder.Path };
        var result = await runner.RunAsync(CancellationToken.None);
        if (result.ExitCode != 0)
            throw new InvalidOperationException($"Dovecot cannot be prepared: {result}");
    }
}
