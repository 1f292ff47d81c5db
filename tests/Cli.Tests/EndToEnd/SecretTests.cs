using System.Text;
using Msmtp.Server;
using Msmtp.TestKit;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>
/// A password is shown nowhere: not on standard output, not on standard error, not in the log; neither as it is nor in
/// base64.
/// </summary>
public sealed class SecretTests : EndToEndTest
{
    const string User = "me";
    const string Password = "Zq9-hünter2-Kx7";

    [Theory]
    [InlineData("PLAIN", Flavour.Native)]
    [InlineData("LOGIN", Flavour.Native)]
    [InlineData("PLAIN", Flavour.Managed)]
    public async Task Debug_output_hides_what_authenticates(string mechanism, Flavour flavour)
    {
        await using var sink = Sink();

        var result = await SendAsync(flavour, "-C", Account(sink.Port, mechanism), "--debug", "you@example.net");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("***", result.OutputText, StringComparison.Ordinal);
        AssertSilent(result);
    }

    [Theory]
    [InlineData("PLAIN")]
    [InlineData("LOGIN")]
    public async Task Debug_output_shows_it_to_those_who_ask_for_it(string mechanism)
    {
        await using var sink = Sink();

        var result = await SendAsync(Flavour.Native, "-C", Account(sink.Port, mechanism), "--debug", "--debug-secrets", "you@example.net");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains(Forms(), form => result.OutputText.Contains(form, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("PLAIN")]
    [InlineData("LOGIN")]
    public async Task A_refused_password_is_not_told(string mechanism)
    {
        await using var sink = Sink(accepted: "another");

        var result = await SendAsync(Flavour.Native, "-C", Account(sink.Port, mechanism), "--debug", "you@example.net");

        Assert.Equal(77, result.ExitCode);
        Assert.Contains($"authentication failed (method {mechanism})", result.ErrorText, StringComparison.Ordinal);
        AssertSilent(result);
    }

    [Theory, EachFlavour]
    public async Task Pretending_does_not_show_the_password_of_the_file(Flavour flavour)
    {
        var result = await SendAsync(flavour, "-C", Account(25, "PLAIN"), "--pretend", "you@example.net");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("\npassword = *\n", result.OutputText, StringComparison.Ordinal);
        AssertSilent(result);
    }

    [Fact]
    public async Task Pretending_does_not_show_the_password_that_a_command_printed()
    {
        var secret = Home.Write("secret", Password + "\n");

        var result = await SendAsync(
            Flavour.Native, "-C", Msmtprc(25, "auth plain", "user me", $"passwordeval cat {secret}"), "--pretend", "you@example.net");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("\npassword = *\n", result.OutputText, StringComparison.Ordinal);
        AssertSilent(result);
    }

    [Theory]
    [InlineData("\0")]
    [InlineData("\0\0")]
    public async Task A_password_that_cannot_be_sent_is_not_told(string end)
    {
        await using var sink = Sink();
        var secret = Home.Write("secret", Password + end);
        var account = Msmtprc(sink.Port, "auth plain", "user me", $"passwordeval cat {secret}", $"logfile {Log}");

        var result = await SendAsync(Flavour.Native, "-C", account, "--debug", "you@example.net");

        Assert.NotEqual(0, result.ExitCode);
        AssertSilent(result);
    }

    [Fact]
    public async Task A_password_of_netrc_is_not_told()
    {
        await using var sink = Sink();
        Home.Write(".netrc", $"machine 127.0.0.1 login {User} password {Password}\n");

        var result = await SendAsync(
            Flavour.Native, "-C", Msmtprc(sink.Port, "auth plain", "user me", $"logfile {Log}"), "--debug", "you@example.net");

        Assert.True(result.ExitCode == 0, result.ToString());
        AssertSilent(result);
    }

    /// <summary>Lines with the password in them that are wrong.</summary>
    [Theory]
    [InlineData("passwort " + Password)]
    [InlineData("password " + Password + "\nbogus")]
    [InlineData("password " + Password + "\nport none")]
    public async Task What_is_wrong_in_msmtprc_is_told_without_the_password(string lines)
    {
        var result = await SendAsync(Flavour.Native, "-C", Msmtprc(25, lines), "you@example.net");

        Assert.Equal(78, result.ExitCode);
        AssertSilent(result);
    }

    [Fact]
    public async Task A_password_that_makes_its_line_too_long_is_not_told()
    {
        var result = await SendAsync(Flavour.Native, "-C", Msmtprc(25, "password " + Password + new string('x', 500)), "you@example.net");

        Assert.Equal(78, result.ExitCode);
        AssertSilent(result);
    }

    string Log => Home.File("log");

    string Account(int port, string mechanism) =>
        Msmtprc(port, $"auth {mechanism.ToLowerInvariant()}", $"user {User}", $"password {Password}", $"logfile {Log}");

    static MailSink Sink(string accepted = Password) => MailSink.Start(options => options with
    {
        RequireTlsForAuth = false,
        CredentialsCheck = new PasswordTable(User, accepted).CheckAsync,
    });

    void AssertSilent(CommandResult result)
    {
        var log = File.Exists(Log) ? File.ReadAllText(Log) : "";
        foreach (var form in Forms())
        {
            Assert.DoesNotContain(form, result.OutputText, StringComparison.Ordinal);
            Assert.DoesNotContain(form, result.ErrorText, StringComparison.Ordinal);
            Assert.DoesNotContain(form, log, StringComparison.Ordinal);
        }
    }

    // As it is, and the base64 of any text that has it in it: the octets that do not depend on what stands around it.
    static IEnumerable<string> Forms()
    {
        yield return Password;
        var octets = Encoding.UTF8.GetBytes(Password);
        for (var shift = 0; shift < 3; shift++)
        {
            var whole = octets.AsSpan(shift);
            yield return Convert.ToBase64String(whole[..(whole.Length / 3 * 3)]);
        }
    }
}
