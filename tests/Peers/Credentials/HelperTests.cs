using System.Globalization;
using Msmtp.Server;
using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary><c>credential_helper</c> with git's own helpers, and with git itself.</summary>
public sealed class HelperTests : IAsyncDisposable
{
    const string Password = "pass word=1";

    readonly MailSink sink = MailSink.Start(static options => options with
    {
        RequireTlsForAuth = false,
        RequireAuth = true,
        CredentialsCheck = new PasswordTable("joe", Password).CheckAsync,
    });

    public HelperTests() => Program.Find("git", "git");

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task What_git_send_email_has_stored_is_found(Flavour flavour)
    {
        Program.Needs("/usr/lib/git-core/git-send-email", "git-email");
        using var msmtp = User(flavour);
        await SendPatchAsync(msmtp);

        var result = await SendAsync(msmtp, $"credential_helper store --file {msmtp.File("passwords")}");

        await ArrivedAsync(result);
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_password_that_the_server_refuses_is_erased_and_nothing_else_is_asked(Flavour flavour)
    {
        using var msmtp = User(flavour);
        msmtp.Write("passwords", Url("joe", "wrong") + Url("ann", "hers"));
        msmtp.Write(".netrc", $"machine 127.0.0.1 login joe password \"{Password}\"\n");

        var result = await SendAsync(msmtp, $"credential_helper store --file {msmtp.File("passwords")}");

        Assert.Equal(77, result.ExitCode);
        Assert.Equal(Url("ann", "hers"), File.ReadAllText(msmtp.File("passwords")));
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task The_helpers_that_git_is_configured_with_are_asked(Flavour flavour)
    {
        using var msmtp = User(flavour);
        msmtp.Write("passwords", Url("joe", Password));
        msmtp.Write(".gitconfig", $"[credential]\n\thelper = \"!false\"\n\thelper = store --file {msmtp.File("passwords")}\n");

        await ArrivedAsync(await SendAsync(msmtp, "credential_helper git"));
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task Where_git_does_not_know_others_are_asked_and_git_asks_nobody(Flavour flavour)
    {
        using var msmtp = User(flavour);
        msmtp.Environment["GIT_ASKPASS"] = msmtp.File("askpass");
        msmtp.Environment["SSH_ASKPASS"] = msmtp.File("askpass");
        msmtp.WriteProgram("askpass", $"#!/bin/sh\necho asked >>{msmtp.File("asked")}\n");
        msmtp.Write(".netrc", $"machine 127.0.0.1 login joe password \"{Password}\"\n");

        await ArrivedAsync(await SendAsync(msmtp, "credential_helper git"));

        Assert.False(File.Exists(msmtp.File("asked")));
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task What_a_person_types_once_the_cache_keeps(Flavour flavour)
    {
        using var msmtp = User(flavour);
        // The terminal of the test ends with the test, and would take the daemon with it.
        msmtp.Write(".gitconfig", "[credentialCache]\n\tignoreSIGHUP = true\n");
        var helper = $"credential_helper cache --socket {msmtp.File("cache/socket")}";
        try
        {
            var typed = await TypeAsync(msmtp, helper);
            Assert.True(typed.ExitCode == 0, typed.ToString());
            await sink.NextMailAsync(TestContext.Current.CancellationToken);

            await ArrivedAsync(await SendAsync(msmtp, helper));
        }
        finally
        {
            await new CommandRunner("git") { Arguments = ["credential-cache", "--socket", msmtp.File("cache/socket"), "exit"] }
                .RunAsync(CancellationToken.None);
        }
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_helper_that_is_not_there_is_named(Flavour flavour)
    {
        using var msmtp = User(flavour);

        var result = await SendAsync(msmtp, "credential_helper no-such-thing --at all");

        Assert.Equal(78, result.ExitCode);
        Assert.Contains(
            "msmtp: no password from credential helper 'git credential-no-such-thing --at all': exit status 1\n",
            result.ErrorText, StringComparison.Ordinal);
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task An_account_switches_off_what_all_have(Flavour flavour)
    {
        using var msmtp = User(flavour);
        msmtp.Write(".netrc", $"machine 127.0.0.1 login joe password \"{Password}\"\n");

        var result = await msmtp.SendAsync(
            Mails.Ordinary, $"defaults\ncredential_helper no-such-thing\n{Account()}credential_helper\n", "you@example.net");

        await ArrivedAsync(result);
    }

    public ValueTask DisposeAsync() => sink.DisposeAsync();

    static Mailer User(Flavour flavour)
    {
        var user = new Mailer(flavour);
        user.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        return user;
    }

    string Account() => string.Create(
        CultureInfo.InvariantCulture, $"account default\nhost 127.0.0.1\nport {sink.Port}\nfrom me@example.org\nauth plain\nuser joe\n");

    Task<CommandResult> SendAsync(Mailer msmtp, string line) => msmtp.SendAsync(Mails.Ordinary, $"{Account()}{line}\n", "you@example.net");

    async Task ArrivedAsync(CommandResult result)
    {
        Assert.True(result.ExitCode == 0, result.ToString());
        var mail = await sink.NextMailAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["you@example.net"], mail.Recipients);
    }

    // git credential-store has one URL per line.
    string Url(string user, string password) => string.Create(
        CultureInfo.InvariantCulture, $"smtp://{user}:{Uri.EscapeDataString(password)}@127.0.0.1%3a{sink.Port}\n");

    // Someone sends a patch, is asked for the password, and git stores it.
    async Task SendPatchAsync(Mailer user)
    {
        user.WriteProgram("askpass", $"#!/bin/sh\necho '{Password}'\n");
        user.Write("patch", "From: joe@example.org\nSubject: [PATCH] Mend it\n\n---\n");
        var result = await user.RunAsync("git", new Dictionary<string, string> { ["GIT_ASKPASS"] = user.File("askpass") },
        [
            "-c", "user.name=Joe", "-c", "user.email=joe@example.org", "-c", $"credential.helper=store --file {user.File("passwords")}",
            "send-email", "--confirm=never", "--quiet", "--suppress-cc=all", "--smtp-server=127.0.0.1",
            string.Create(CultureInfo.InvariantCulture, $"--smtp-server-port={sink.Port}"),
            "--smtp-user=joe", "--smtp-auth=PLAIN", "--from=joe@example.org", "--to=git@example.net", user.File("patch"),
        ]);
        Assert.True(result.ExitCode == 0, result.ToString());
        await sink.NextMailAsync(TestContext.Current.CancellationToken);
    }

    // A person waits for the prompt: what is typed before it is discarded.
    Task<CommandResult> TypeAsync(Mailer msmtp, string line)
    {
        Program.Find("script", "bsdutils");
        msmtp.Write("msmtprc", $"{Account()}{line}\n");
        File.WriteAllBytes(msmtp.File("mail"), Mails.Ordinary);
        msmtp.Write("send", $"{msmtp.Command} -C {msmtp.File("msmtprc")} you@example.net <{msmtp.File("mail")}\n");
        var screen = msmtp.File("screen");
        return msmtp.RunAsync("/bin/sh", new Dictionary<string, string>(),
        [
            "-c", $"{{ until grep -q 'password for joe' {screen} 2>/dev/null; do sleep 0.02; done; echo '{Password}'; }} "
                + $"| script -qefc 'sh {msmtp.File("send")}' {screen}",
        ]);
    }
}
