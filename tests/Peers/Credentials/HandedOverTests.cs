using System.Globalization;
using Msmtp.Server;
using Msmtp.TestKit;

namespace Msmtp.Peers;

/// <summary><c>credential</c> and <c>credential_fd</c>, passed the way systemd, a container and a shell do.</summary>
public sealed class HandedOverTests : IAsyncDisposable
{
    const string Password = "hünter2 Kx7";

    readonly MailSink sink = MailSink.Start(static options => options with
    {
        RequireTlsForAuth = false,
        RequireAuth = true,
        CredentialsCheck = new PasswordTable("joe", Password).CheckAsync,
    });

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_credential_of_systemd(Flavour flavour)
    {
        using var msmtp = new Mailer(flavour);
        msmtp.Write("credentials/mail-password", Password);
        msmtp.Environment["CREDENTIALS_DIRECTORY"] = msmtp.File("credentials");

        await ArrivedAsync(await SendAsync(msmtp, "credential mail-password\n"));
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_secret_of_a_container(Flavour flavour)
    {
        Assert.SkipUnless(PrivateFiles.Missing is null, PrivateFiles.Missing ?? "");
        using var msmtp = new Mailer(flavour);
        msmtp.Write("run/secrets/mail-password", Password + "\n");
        var container = new PrivateFiles { ["/run"] = msmtp.File("run") };

        var result = await container.Around(msmtp.Sending(Mails.Ordinary, Account("credential mail-password\n"), "you@example.net"))
            .RunAsync(TestContext.Current.CancellationToken);

        await ArrivedAsync(result);
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_file_that_a_shell_has_opened(Flavour flavour)
    {
        using var msmtp = new Mailer(flavour);
        msmtp.Write("password", Password + "\n");

        await ArrivedAsync(await SendFromShellAsync(msmtp, $"exec \"$@\" 7<{msmtp.File("password")}", "credential_fd 7\n"));
        var pipe = $"exec 4<&0; cat {msmtp.File("password")} | {{ exec 3<&0 0<&4 4<&-; exec \"$@\"; }}";
        await ArrivedAsync(await SendFromShellAsync(msmtp, pipe, "credential_fd 3\n"));
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task What_was_not_handed_over_is_an_error_before_anything_is_connected(Flavour flavour)
    {
        using var msmtp = new Mailer(flavour);
        msmtp.Environment["CREDENTIALS_DIRECTORY"] = msmtp.File("credentials");

        var named = await SendAsync(msmtp, "credential mail-password\n");
        var numbered = await SendAsync(msmtp, "credential_fd 57\n");

        Assert.Equal(
            (78, "msmtp: there is no credential mail-password: neither "
                + $"{msmtp.File("credentials/mail-password")} nor /run/secrets/mail-password exists\n"),
            (named.ExitCode, named.ErrorText));
        Assert.Equal(
            (78, "msmtp: file descriptor 57 is not open: it was not handed over, or has already been read\n"),
            (numbered.ExitCode, numbered.ErrorText));
        Assert.Empty(sink.Transcript);
    }

    [Theory, InlineData(Flavour.Native), InlineData(Flavour.Managed)]
    public async Task A_name_that_leads_elsewhere_is_refused(Flavour flavour)
    {
        using var msmtp = new Mailer(flavour);

        var result = await SendAsync(msmtp, "credential ../mail-password\n");

        Assert.Equal(
            (78, $"msmtp: {msmtp.File("msmtprc")}: line 7: invalid argument ../mail-password for command credential\n"),
            (result.ExitCode, result.ErrorText));
    }

    public ValueTask DisposeAsync() => sink.DisposeAsync();

    string Account(string line) => string.Create(CultureInfo.InvariantCulture, $"""
        account default
        host 127.0.0.1
        port {sink.Port}
        from me@example.org
        auth plain
        user joe
        {line}
        """);

    Task<CommandResult> SendAsync(Mailer msmtp, string line) => msmtp.SendAsync(Mails.Ordinary, Account(line), "you@example.net");

    Task<CommandResult> SendFromShellAsync(Mailer msmtp, string script, string line)
    {
        var sending = msmtp.Sending(Mails.Ordinary, Account(line), "you@example.net");
        return (sending with { Path = "/bin/sh", Arguments = ["-c", script, "sh", sending.Path, .. sending.Arguments] })
            .RunAsync(TestContext.Current.CancellationToken);
    }

    async Task ArrivedAsync(CommandResult result)
    {
        Assert.True(result.ExitCode == 0, result.ToString());
        var mail = await sink.NextMailAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["you@example.net"], mail.Recipients);
    }
}
