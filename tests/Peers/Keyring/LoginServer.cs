using System.Text;
using Msmtp.Server;
using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>A server that accepts every password and records it, and a user with an empty home who sends to it.</summary>
sealed class LoginServer : IAsyncDisposable
{
    const string Prefix = "AUTH PLAIN ";

    readonly TempDirectory home = new();
    readonly MailSink sink = MailSink.Start(static options => options with
    {
        CredentialsCheck = static (_, _) => ValueTask.FromResult(true),
        RequireTlsForAuth = false,
        RequireAuth = true,
    });

    /// <summary>The host of the user's account.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>Writes a file into the user's home.</summary>
    public void Write(string name, string text) => home.Write(name, text);

    /// <summary>Sends a mail.</summary>
    /// <param name="command">The msmtp to send it with.</param>
    /// <param name="session">The environment.</param>
    /// <param name="user">The user name on the server.</param>
    /// <param name="lines">Further lines of the account.</param>
    public async Task<Attempt> SendAsync(string command, IReadOnlyDictionary<string, string> session, string user, string lines = "")
    {
        var msmtprc = home.Write("rc", $"account default\nhost {Host}\nport {sink.Port}\nfrom a@localhost\nauth plain\nuser {user}\n{lines}");
        var runner = new CommandRunner("/usr/bin/setsid")
        {
            Arguments = ["--wait", command, "-C", msmtprc, "b@localhost"],
            Environment = new Dictionary<string, string>
            {
                ["HOME"] = home.Path,
                ["LC_ALL"] = "C.UTF-8",
                ["DBUS_SESSION_BUS_ADDRESS"] = "",
                ["XDG_RUNTIME_DIR"] = "",
            }.Concat(session).GroupBy(static pair => pair.Key).ToDictionary(static pair => pair.Key, static pair => pair.Last().Value),
            Input = Mails.Ordinary,
        };
        var before = sink.Commands.Count;
        var result = await runner.RunAsync(TestContext.Current.CancellationToken);
        var login = sink.Commands.Skip(before).SingleOrDefault(static line => line.StartsWith(Prefix, StringComparison.Ordinal));
        var error = result.ErrorText.Replace($" (account default from {msmtprc})", "", StringComparison.Ordinal);
        return new Attempt(result.ExitCode, error, login is null ? null : PasswordOf(login, user));
    }

    public async ValueTask DisposeAsync()
    {
        await sink.DisposeAsync();
        home.Dispose();
    }

    // RFC 4616 §2: authzid, authcid and password, separated by NUL. One character per octet.
    static string PasswordOf(string login, string user)
    {
        var message = Encoding.UTF8.GetString(Convert.FromBase64String(login[Prefix.Length..]));
        Assert.StartsWith($"\0{user}\0", message, StringComparison.Ordinal);
        return message[(user.Length + 2)..];
    }
}
