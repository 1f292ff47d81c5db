using Msmtp.Server;
using Msmtp.TestKit;
using Msmtp.Testing;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary><c>--doctor</c>: every step up to where a mail would be handed over, and none further.</summary>
public sealed class DoctorTests : EndToEndTest
{
    [Theory, EachFlavour]
    public async Task Nothing_is_wrong(Flavour flavour)
    {
        await using var sink = Sink();

        var result = await SendTextAsync(flavour, "", "-C", Msmtprc(sink.Port, "auth plain", "user joe", "password secret"), "--doctor");

        Assert.Equal((0, ""), (result.ExitCode, result.ErrorText));
        Assert.Equal(
            $"""
            ok      configuration   ignoring system configuration file /etc/msmtprc: No such file or directory
            ok      configuration   loaded user configuration file {Home.File("msmtprc")}
            ok      account         account default from {Home.File("msmtprc")}
            ok      secret          found for joe at 127.0.0.1
            ok      resolve
            ok      connect         127.0.0.1, port {sink.Port}
            ok      hello
            ok      authentication
            ok      no fault found  a mail could be sent

            """,
            result.OutputText);
        Assert.DoesNotContain(sink.Commands, static command => command.StartsWith("MAIL", StringComparison.Ordinal));
        Assert.Null(sink.TakeMail());
    }

    [Theory, EachFlavour]
    public async Task A_wrong_password_fails_at_the_last_step_and_is_not_shown(Flavour flavour)
    {
        await using var sink = Sink();

        var result = await SendTextAsync(flavour, "", "-C", Msmtprc(sink.Port, "auth plain", "user joe", "password wrong-one"), "--doctor");

        Assert.Equal(77, result.ExitCode);
        Assert.Contains("ok      hello\nFAILED  authentication  authentication failed (method PLAIN)\n        server message  535 ", result.OutputText, StringComparison.Ordinal);
        Assert.Contains("\n        hint            the server takes the user name or the password for wrong", result.OutputText, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-one", result.OutputText + result.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_listen_fails_at_connect()
    {
        var result = await SendTextAsync(Flavour.Native, "", "-C", Msmtprc(1), "--doctor");

        Assert.Equal(75, result.ExitCode);
        Assert.Contains("ok      resolve\nFAILED  connect         cannot connect to 127.0.0.1, port 1: Connection refused\n        hint ", result.OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task STARTTLS_that_is_missing_fails_behind_hello()
    {
        await using var sink = MailSink.Start();

        var result = await SendTextAsync(Flavour.Native, "", "-C", Msmtprc(sink.Port, "tls on", "tls_certcheck off"), "--doctor");

        Assert.Equal(69, result.ExitCode);
        Assert.Contains("ok      hello\nFAILED  TLS             the server does not support TLS via the STARTTLS command\n        hint ", result.OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configuration_that_is_wrong_fails_first()
    {
        var result = await SendTextAsync(Flavour.Native, "", "-C", Home.Write("msmtprc", "bogus\n"), "--doctor");

        Assert.Equal(78, result.ExitCode);
        Assert.Equal($"FAILED  configuration   {Home.File("msmtprc")}: line 1: unknown command bogus", result.OutputText.Split('\n')[1]);
    }

    [Theory]
    [InlineData("--doctor=work")]
    [InlineData("--doctor", "work")]
    [InlineData("--doctor", "--account=work")]
    public async Task An_account_can_be_named(params string[] arguments)
    {
        await using var sink = MailSink.Start();
        var msmtprc = Home.Write("msmtprc", $"account home\nhost 127.0.0.1\nport 1\naccount work\nhost 127.0.0.1\nport {sink.Port}\n");

        var result = await SendTextAsync(Flavour.Native, "", ["-C", msmtprc, .. arguments]);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains($"ok      account         account work from {msmtprc}\n", result.OutputText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_takes_no_recipients()
    {
        var result = await SendTextAsync(Flavour.Native, "", "-C", Msmtprc(1), "--doctor", "default", "you@example.net");

        Assert.Equal((64, "msmtp: too many arguments\n"), (result.ExitCode, result.ErrorText));
    }

    static MailSink Sink() => MailSink.Start(static options => options with
    {
        RequireTlsForAuth = false,
        CredentialsCheck = new PasswordTable("joe", "secret").CheckAsync,
    });
}
