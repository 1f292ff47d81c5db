using Msmtp.TestKit;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>What the command advises, with --debug as at a terminal, and never otherwise.</summary>
public sealed class HintTests : EndToEndTest
{
    [Theory, EachFlavour]
    public async Task An_option_that_nobody_knows(Flavour flavour)
    {
        var result = await SendAsync(flavour, "--debug", "--hosst=x", "you@example.net");

        Assert.Equal(64, result.ExitCode);
        Assert.EndsWith("unrecognized option '--hosst=x'\nmsmtp: hint: did you mean --host?\n", result.ErrorText, StringComparison.Ordinal);
    }

    [Theory, EachFlavour]
    public async Task A_command_that_nobody_knows(Flavour flavour) => await SaysAsync(
        flavour, "host 127.0.0.1\nprot 25\n", 78, "MSMTPRC: line 2: unknown command prot", "did you mean port?");

    [Theory, EachFlavour]
    public async Task An_argument_that_is_not_taken(Flavour flavour) => await SaysAsync(
        flavour, "tls yes\n", 78, "MSMTPRC: line 1: invalid argument yes for command tls", "tls takes on, off");

    [Theory]
    [InlineData("--tls=yes", "invalid argument yes for --tls", "tls takes on, off")]
    [InlineData("--port=x", "invalid argument x for --port", "port takes a number from 1 to 65535")]
    [InlineData("--setting=prot=1", "unknown command prot in --setting", "did you mean port?")]
    [InlineData("--setting=protocol=lmpt", "invalid argument lmpt for command protocol in --setting", "did you mean lmtp? protocol takes smtp, lmtp")]
    [InlineData("--plugins=jsn", "invalid argument jsn for --plugins", "--plugins takes json, or nothing")]
    public async Task An_option_whose_argument_is_not_taken(string option, string error, string hint)
    {
        var result = await SendAsync(Flavour.Native, "-d", option, "you@example.net");

        Assert.Equal((64, $"msmtp: {error}\nmsmtp: hint: {hint}\n"), (result.ExitCode, result.ErrorText));
    }

    [Theory, EachFlavour]
    public async Task No_msmtprc_at_all(Flavour flavour)
    {
        Assert.SkipWhen(File.Exists("/etc/msmtprc"), "this machine has a system-wide msmtprc");

        var result = await SendAsync(flavour, "--debug", "you@example.net");

        Assert.Equal(78, result.ExitCode);
        Assert.StartsWith(
            "msmtp: account default not found: no configuration file available\nmsmtp: hint: there is no msmtprc yet: \"msmtp --configure=ADDRESS\"",
            result.ErrorText,
            StringComparison.Ordinal);
    }

    [Theory, EachFlavour]
    public async Task A_passwordeval_that_prints_nothing(Flavour flavour) => await SaysAsync(
        flavour,
        "host 127.0.0.1\nport 1\nfrom me@example.org\nauth on\nuser joe\npasswordeval exit 3\n",
        78,
        "cannot read output of 'exit 3'",
        "the command printed nothing on its standard output");

    [Theory, EachFlavour]
    public async Task A_byte_order_mark_is_no_part_of_the_first_command(Flavour flavour)
    {
        await using var sink = MailSink.Start();
        var file = Home.Write("msmtprc", $"\uFEFFaccount default\nhost 127.0.0.1\nport {sink.Port}\nfrom me@example.org\n");

        var result = await SendAsync(flavour, "-C", file, "you@example.net");

        Assert.Equal((0, ""), (result.ExitCode, result.ErrorText));
        Assert.NotNull(sink.TakeMail());
    }

    [Theory, EachFlavour]
    public async Task A_sender_who_is_refused(Flavour flavour)
    {
        await using var sink = MailSink.Start(static options => options, new SinkAnswers
        {
            Recipient = static _ => new Server.SmtpReply(553, "5.7.1", "<me@example.org>: Sender address rejected: not owned by user joe"),
        });

        var result = await SendAsync(flavour, [.. Server(sink.Port), "--debug", "you@example.net"]);

        Assert.Equal(65, result.ExitCode);
        Assert.Contains("\nmsmtp: hint: the server does not let you send from this address", result.ErrorText, StringComparison.Ordinal);
    }

    async Task SaysAsync(Flavour flavour, string msmtprc, int exitCode, string error, string hint)
    {
        var file = Home.Write("msmtprc", msmtprc);

        var told = await SendAsync(flavour, "-C", file, "--debug", "you@example.net");
        var piped = await SendAsync(flavour, "-C", file, "you@example.net");

        error = error.Replace("MSMTPRC", file, StringComparison.Ordinal);
        Assert.Equal(exitCode, told.ExitCode);
        Assert.StartsWith($"msmtp: {error}\nmsmtp: hint: {hint}", told.ErrorText, StringComparison.Ordinal);
        Assert.Equal((exitCode, $"msmtp: {error}\n"), (piped.ExitCode, piped.ErrorText));
    }
}
