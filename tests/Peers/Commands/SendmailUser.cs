using System.Runtime.InteropServices;
using System.Text;
using Msmtp.Server;
using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>
/// A user whose sendmail is our command, under that name, and whose msmtprc points to a sink. The programs that the user runs see that home
/// and nothing else of the environment.
/// </summary>
sealed class SendmailUser : IAsyncDisposable
{
    /// <summary>The only recipient that the server refuses.</summary>
    public const string Stranger = "stranger@example.net";

    /// <summary>What our command says about that recipient, whoever calls it.</summary>
    public const string Complaint = $"""
        sendmail: recipient address {Stranger} not accepted by the server
        sendmail: server message: 550 5.1.1 no such user
        sendmail: could not send mail (account default from 
        """;

    readonly TempDirectory home = new();

    readonly InstalledSystem? system;

    const string Password = "secret";

    /// <inheritdoc cref="SendmailUser(Installation, bool)"/>
    public SendmailUser(Flavour flavour, bool authenticates = false)
        : this(flavour == Flavour.Native ? Installation.Native : Installation.Managed, authenticates)
    {
    }

    /// <param name="installation">Which command, and by whose msmtprc.</param>
    /// <param name="authenticates">Whether the server requires a password, which a command prints.</param>
    /// <param name="more">More lines of that msmtprc; <c>~/</c> is the home.</param>
    public SendmailUser(Installation installation, bool authenticates = false, string more = "")
    {
        IsStrict = installation is Installation.NativeAndStrict or Installation.ManagedAndStrict;
        Assert.SkipWhen(IsStrict && InstalledSystem.Missing is not null, InstalledSystem.Missing ?? "");
        Sink = Start(authenticates);
        var command = installation is Installation.Native or Installation.NativeAndStrict ? TestPaths.NativeCommand : TestPaths.ManagedHost;
        Assert.SkipUnless(File.Exists(command), $"{command} is not built: run build.sh");
        var account = $"host 127.0.0.1\nport {Sink.Port}\nfrom user@example.org\n"
            + (authenticates ? $"auth plain\nuser me\npasswordeval echo {Password}\n" : "") + more.Replace("~/", $"{home.Path}/", StringComparison.Ordinal);
        if (IsStrict)
        {
            system = new InstalledSystem(home, command);
            system.Write($"sendmail_options strict\n{account}");
            home.Write(".msmtprc", $"eval touch {Loot}; echo\nhost 127.0.0.1\nport {Sink.Port}\nfrom evil@example.com\n");
            home.Write(".netrc", "default login evil password evil\n");
            return;
        }
        File.CreateSymbolicLink(Sendmail, command);
        File.CreateSymbolicLink(Msmtpd, command);
        home.Write(".msmtprc", account);
    }

    /// <summary>The system's msmtprc alone counts, and only sendmail's own options are taken.</summary>
    public bool IsStrict { get; }

    /// <summary>What a shell has to do in a mount namespace so that the user's sendmail is there.</summary>
    public string Mounts => system?.Mounts ?? "";

    string Loot => home.File("loot");

    /// <summary>The absolute path of the user's sendmail.</summary>
    public string Sendmail => home.File("sendmail");

    /// <summary>The absolute path of the same command under the name of msmtp's server.</summary>
    public string Msmtpd => home.File("msmtpd");

    /// <summary>The server, which accepts every parameter of RFC 3461.</summary>
    public MailSink Sink { get; }

    static MailSink Start(bool authenticates) => MailSink.Start(
        options => options with
        {
            Extensions = SmtpExtensions.Default | SmtpExtensions.Dsn,
            RequireTlsForAuth = false,
            CredentialsCheck = authenticates ? new PasswordTable("me", Password).CheckAsync : null,
        },
        new SinkAnswers { Recipient = static to => to.Address == Stranger ? new SmtpReply(550, "5.1.1", "no such user") : null });

    /// <summary>The absolute path of a file in the home.</summary>
    public string FileOf(string name) => home.File(name);

    /// <summary>Writes a file into the home and returns its path.</summary>
    public string Write(string name, string text) => home.Write(name, text);

    /// <summary>Runs a program in the home.</summary>
    public Task<CommandResult> RunAsync(string program, IReadOnlyList<string> arguments, string input = "")
    {
        var command = Command(program, arguments, input);
        return (system?.Around(command, user: null) ?? command).RunAsync(TestContext.Current.CancellationToken);
    }

    CommandRunner Command(string program, IReadOnlyList<string> arguments, string input) => new(program)
    {
        Arguments = arguments,
        Input = Encoding.UTF8.GetBytes(input),
        InheritsEnvironment = false,
        Environment = Variables,
        WorkingDirectory = home.Path,
        Timeout = TimeSpan.FromMinutes(2),   // Some tests run fifty concurrently.
    };

    /// <summary>The environment of the programs.</summary>
    public IReadOnlyDictionary<string, string> Variables => new Dictionary<string, string>
    {
        ["HOME"] = home.Path,
        ["TMPDIR"] = home.Path,
        ["PATH"] = "/usr/bin:/bin:/usr/sbin",
        ["LC_ALL"] = "C.UTF-8",
        ["TZ"] = "UTC",
        // The managed host has to find the runtime that runs the tests.
        ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")),
    };

    /// <summary>The mail that arrived.</summary>
    public async ValueTask<ReceivedMail> ArrivedAsync()
    {
        var mail = await Sink.NextMailAsync(TestContext.Current.CancellationToken);
        Assert.False(File.Exists(Loot), "the user's own msmtprc was read");
        return mail;
    }

    /// <summary>
    /// Asserts that a program with the stranger among its recipients has failed, that its user sees our command's message, and that no one
    /// got the mail.
    /// </summary>
    public void WasToldOfTheStranger(CommandResult result)
    {
        Assert.True(result.ExitCode != 0, result.ToString());
        Assert.Contains(Complaint, result.ErrorText, StringComparison.Ordinal);
        Assert.Null(Sink.TakeMail());
    }

    public async ValueTask DisposeAsync()
    {
        await Sink.DisposeAsync();
        home.Dispose();
    }
}
