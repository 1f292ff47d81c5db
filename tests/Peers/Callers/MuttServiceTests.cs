using System.Runtime.InteropServices;
using System.Text;
using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>
/// mutt and neomutt with wishes about notifications (RFC 3461): through sendmail, which hands the mail to the service of the system, and its queue to
/// a Postfix.
/// </summary>
[Collection<OnePostfix>]
public sealed class MuttServiceTests(Postfix postfix) : IDisposable
{
    readonly TempDirectory home = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public static MatrixTheoryData<Flavour, string> Programs { get; } = new(Enum.GetValues<Flavour>(), ["mutt", "neomutt"]);

    [Theory, MemberData(nameof(Programs))]
    public async Task The_server_tells_of_what_the_user_wants_to_know(Flavour flavour, string program)
    {
        var (sender, recipient) = (postfix.NewMailbox(), postfix.NewMailbox());
        await using var service = await StartAsync(flavour, postfix.At(Door.Plain));

        var result = await SendAsync(program, sender, "set dsn_notify='success,failure'\nset dsn_return=hdrs\n", recipient);
        await ArrivedAsync(recipient);
        var report = await ArrivedAsync(sender);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("Action: delivered\n", report, StringComparison.Ordinal);
        Assert.Contains($"Final-Recipient: rfc822; {recipient.Address}\n", report, StringComparison.Ordinal);
        Assert.DoesNotContain("the body\n", report, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Programs))]
    public async Task Where_the_server_would_tell_nothing_the_user_hears_that(Flavour flavour, string program)
    {
        var (sender, recipient) = (postfix.NewMailbox(), postfix.NewMailbox());
        await using var service = await StartAsync(flavour, postfix.At(Door.WithoutNotifications));

        var result = await SendAsync(program, sender, "set dsn_notify='success,failure'\n", recipient);
        var report = await ArrivedAsync(sender);
        var other = await SendAsync(program, sender, "set dsn_notify='never'\nset dsn_return=full\n", recipient);
        await ArrivedAsync(recipient);

        Assert.Equal((0, 0), (result.ExitCode, other.ExitCode));
        Assert.Contains("the server does not support DSN", report, StringComparison.Ordinal);
        Assert.Single(await postfix.DeliveredAsync(recipient));
    }

    public void Dispose() => home.Dispose();

    async Task<Daemon> StartAsync(Flavour flavour, string account)
    {
        foreach (var name in (string[])["sendmail", "msmtpd"])
            File.CreateSymbolicLink(home.File(name), Program.Ours(flavour));
        var socket = home.File("submit");
        home.Write(".msmtprc", $"defaults\nqueue_socket {socket}\naccount default\n");
        var accounts = home.Write("accounts", $"defaults\nqueue_dir {home.File("queue")}\naccount default\n{account}");
        return await Daemon.StartAsync(Command(home.File("msmtpd"), $"--socket={socket}", $"--file={accounts}"), () => File.Exists(socket));
    }

    async Task<CommandResult> SendAsync(string program, Mailbox sender, string wishes, Mailbox recipient)
    {
        var file = home.Write("muttrc", $"set sendmail='{home.File("sendmail")} -oem -oi'\nset copy=no\nset use_envelope_from=yes\nset from={sender.Address}\n{wishes}");
        var mutt = Command(Program.Find(program, package: program), "-n", "-F", file, "-s", "a subject", "--", recipient.Address);
        return await (mutt with { Input = "the body\n"u8.ToArray() }).RunAsync(Token);
    }

    async Task<string> ArrivedAsync(Mailbox mailbox)
    {
        await Eventually.TrueAsync("a mail arrives", () => Directory.Exists(mailbox.Arrived) && Directory.GetFiles(mailbox.Arrived).Length > 0, Token);
        return Encoding.Latin1.GetString((await postfix.DeliveredAsync(mailbox))[0].Content);
    }

    CommandRunner Command(string path, params IReadOnlyList<string> arguments) => new(path)
    {
        Arguments = arguments,
        InheritsEnvironment = false,
        Environment = new Dictionary<string, string>
        {
            ["HOME"] = home.Path,
            ["PATH"] = "/usr/bin:/bin:/usr/sbin",
            ["LC_ALL"] = "C.UTF-8",
            ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")),
        },
        WorkingDirectory = home.Path,
    };
}
