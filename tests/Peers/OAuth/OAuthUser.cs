using System.Text.RegularExpressions;
using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary>A user of our command whose account logs in with tokens, and who has a home without any.</summary>
sealed partial class OAuthUser : IDisposable
{
    readonly string msmtprc;

    /// <param name="flavour">Which command.</param>
    /// <param name="provider">Who issues the tokens.</param>
    /// <param name="server">The mail server: commands of msmtprc.</param>
    /// <param name="lines">More commands of msmtprc; those that are there already are replaced.</param>
    public OAuthUser(Flavour flavour, OidcProvider provider, string server, string lines = "")
    {
        Mailer = new Mailer(flavour);
        // A desktop, so that a browser is what comes first, and one that opens nothing.
        Mailer.Environment["DISPLAY"] = ":99";
        Mailer.Environment["BROWSER"] = "true";
        Mailer.Environment["XDG_STATE_HOME"] = Mailer.File("state");
        Mailer.Environment["STATE_DIRECTORY"] = "";
        msmtprc = $"""
            account default
            {server}auth on
            user {Person.Joe}
            oauth {provider.Issuer}
            oauth_client_id msmtp
            oauth_scope "{OidcProvider.MailScope} openid email offline_access"
            {lines}

            """;
    }

    public Mailer Mailer { get; }

    /// <summary>Where the command keeps tokens.</summary>
    public string Folder => Mailer.File("state/msmtp/oauth");

    /// <summary>What it has kept.</summary>
    public KeptSignIn Kept => new(Folder);

    /// <summary>The lock.</summary>
    public string LockFile => Assert.Single(Directory.GetFiles(Folder, "*.lock"));

    /// <summary>The same command with other arguments than recipients, and no mail.</summary>
    public CommandRunner Running(params IReadOnlyList<string> arguments) => Mailer.Sending([], msmtprc, arguments);

    /// <summary>Runs it.</summary>
    public Task<CommandResult> RunAsync(params IReadOnlyList<string> arguments) =>
        Running(arguments).RunAsync(TestContext.Current.CancellationToken);

    /// <summary>The command that sends a mail.</summary>
    public CommandRunner Sending(params IReadOnlyList<string> options) =>
        Mailer.Sending(Mails.Ordinary, msmtprc, [.. options, "you@example.net"]);

    /// <summary>Sends a mail.</summary>
    public Task<CommandResult> SendAsync(params IReadOnlyList<string> options) =>
        Sending(options).RunAsync(TestContext.Current.CancellationToken);

    /// <summary>Starts to sign in, at a terminal if something is to be typed.</summary>
    public Conversation Authorize(string way = "browser", bool atTerminal = false)
    {
        var command = Running($"--authorize={way}");
        return Conversation.Start(atTerminal ? AtTerminal(command) : command);
    }

    /// <summary>Signs in, as a person does with a browser.</summary>
    public async Task<CommandResult> SignInAsync()
    {
        using var person = new Person();
        await using var command = Authorize();
        await person.SignInAsync(await AddressAsync(command));
        var result = await command.EndAsync();
        Assert.True(result.ExitCode == 0, $"nobody could sign in: {result}");
        return result;
    }

    /// <summary>The address that it asks to be opened.</summary>
    public static async Task<Uri> AddressAsync(Conversation command) => new((await command.SaysAsync(Address())).Groups[1].Value);

    /// <summary>The same command with a terminal, where it also says what to do.</summary>
    public static CommandRunner AtTerminal(CommandRunner command) => command with
    {
        Path = Program.Find("script", "bsdutils"),
        Arguments = ["-qefc", $"'{string.Join("' '", (string[])[command.Path, .. command.Arguments])}'", "/dev/null"],
    };

    public void Dispose() => Mailer.Dispose();

    // Alone in its line, so that it can be copied.
    [GeneratedRegex(@"^  (https?://\S+)\s*$", RegexOptions.Multiline)]
    private static partial Regex Address();
}
