using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Msmtp.Hosting;

namespace Msmtp.Cli.Tests.CommandLine;

/// <summary>A command line that a stranger may have written.</summary>
public sealed class StrictArgumentsTests
{
    static readonly PluginRegistry Plugins = PluginRegistry.Of([new CorePlugin(), .. DefaultPlugins.All]);

    // What callers say: docs/strict.md.
    [Theory]
    [InlineData("-t -i")]
    [InlineData("-oi -t")]
    [InlineData("-t -oi -oem")]
    [InlineData("-oem -oi -- a@b")]
    [InlineData("-oem -oi -f me@b -N failure,delay -R hdrs -- a@b c@d")]
    [InlineData("-oi -odi -oem -N success,delay,failure -V 1234 -f me@b -- a@b")]
    [InlineData("-FCronDaemon -i -B8BITMIME -oem a@b")]
    [InlineData("-FAnacron -odi a@b")]
    [InlineData("-i -f me@b a@b c@d")]
    [InlineData("-v -i a@b")]
    [InlineData("-m -v -i a@b")]
    [InlineData("-t -i -fme@b")]
    [InlineData("-bs -i")]
    [InlineData("-bm -oi -f me@b a@b")]
    [InlineData("-G -U -n -h 12 -L tag -O Timeout.queuereturn=1d -o Timeout.queuereturn=1d -A m -e m -r me@b a@b")]
    [InlineData("-bp")]
    [InlineData("-bi")]
    [InlineData("-I")]
    [InlineData("-bv a@b")]
    [InlineData("-q")]
    [InlineData("-qf")]
    [InlineData("-qRexample.net")]
    [InlineData("-d0.1")]
    public void Sendmails_own_options_are_taken(string line)
    {
        Read(out var error, line.Split(' '));

        Assert.Null(error);
    }

    [Fact]
    public void They_mean_what_they_mean_to_sendmail()
    {
        var all = Read(out _, "-tiFJoe User", "-f", "me@example.org", "a@b", "-Nnever", "-R", "full", "-odq", "--", "-X", "c@d");

        Assert.True(all is { ReadsRecipients: true, IsForQueueOnly: true, FullName: "Joe User", IsStrict: true, Operation: Operation.Send });
        Assert.Equal("me@example.org", all.Settings.Get(CommonSettings.From));
        Assert.Equal(["from", "dsn_notify", "dsn_return"], all.Options.Select(static use => use.Known.Setting?.Name));
        Assert.Equal(["a@b", "-X", "c@d"], all.Recipients);
        Assert.Equal(Operation.Session, Read(out _, "-bs").Operation);
        Assert.Equal(Operation.Verify, Read(out _, "-bv").Operation);
        Assert.Equal(Operation.ListQueue, Read(out _, "-bp").Operation);
        Assert.Equal(QueueAction.Run, Read(out _, "-q").Queue?.Action);
        Assert.Equal("", Read(out _, "-f", "").Settings.Get(CommonSettings.From));
        Assert.Equal(["-"], Read(out _, "-").Recipients);
    }

    [Theory]
    [InlineData("-C/etc/passwd", "-C is refused")]
    [InlineData("-tiC", "-C is refused")]
    [InlineData("-X/var/www/x.php", "-X is refused")]
    [InlineData("--host=evil", "a long option is refused")]
    [InlineData("--version", "a long option is refused")]
    [InlineData("-i--host", "a long option is refused")]
    [InlineData("-awork", "-a is refused")]
    [InlineData("-P", "-P is refused")]
    [InlineData("-S", "-S is refused")]
    [InlineData("-bd", "-b is refused")]
    [InlineData("-bD", "-b is refused")]
    [InlineData("-b ", "-b is refused")]
    [InlineData("-q1m", "-q is refused")]
    [InlineData("-qf1m", "-q is refused")]
    [InlineData("-t:", "an unknown option is refused")]
    [InlineData("-é<?php", "an unknown option is refused")]
    public void What_is_not_sendmails_is_refused(string word, string expected)
    {
        Read(out var error, "-i", "a@b", word, "c@d");

        Assert.Equal($"{expected}: the administrator of this system allows sendmail's own options only", error?.Message);
    }

    [Theory]
    [InlineData("-f", "option requires an argument -- 'f'")]
    [InlineData("-tF", "option requires an argument -- 'F'")]
    [InlineData("-fa@b\nX: y", "invalid argument for -f: it holds a line break or NUL")]
    [InlineData("-Nsometimes", "invalid argument for -N")]
    [InlineData("-Rsome", "invalid argument for -R")]
    public void A_wrong_argument_is_told_and_not_repeated(string word, string expected)
    {
        Read(out var error, "a@b", word);

        Assert.Equal(expected, error?.Message);
    }

    [Fact]
    public void A_session_names_its_own_recipients()
    {
        Read(out var both, "-bs", "-t");
        Read(out var operand, "-bs", "a@b");

        Assert.NotNull(both);
        Assert.NotNull(operand);
    }

    // Whatever it is: no file, no account, no host, no plugin, no dialogue, no setting but the envelope's.
    [Property]
    public Property Nothing_of_ours_can_come_in() => Prop.ForAll(CommandLines.Arbitrary, static words =>
    {
        var read = Read(out var error, words);

        Assert.True(read is
        {
            File: null, Account: null, Mode: null, PluginList: null, QueueKey: null,
            HasHost: false, IsPretend: false, IsDebug: false, ShowsSecrets: false, IsDoctor: false, PrintsHelp: false, IsStrict: true,
        });
        Assert.True(read.Operation != Operation.Daemon && read.Queue is null or { Interval: null, Action: QueueAction.Run });
        Assert.Empty(read.Options.Select(static use => use.Known.Setting?.Name).Except(["from", "dsn_notify", "dsn_return"]));
        Assert.Empty(Plugins.Settings.Where(key => read.Settings.Has(key)).Select(static key => key.Name).Except(["from", "dsn_notify", "dsn_return"]));
        Assert.True(error is null || !error.Message.Contains('\n', StringComparison.Ordinal));
    });

    static Arguments Read(out UsageError? error, params IReadOnlyList<string> words) => new StrictArguments(Plugins.FindCommand).Read(words, out error);
}
