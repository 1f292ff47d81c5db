using Msmtp.Hosting;

namespace Msmtp.Cli.Tests.CommandLine;

/// <summary>What a command line asks of the queue.</summary>
public sealed class QueueCommandTests
{
    static readonly PluginRegistry Plugins = PluginRegistry.Of([new CorePlugin(), .. DefaultPlugins.All]);

    [Theory]
    [InlineData("--queue-list", "List")]
    [InlineData("--queue-list=json", "ListJson")]
    [InlineData("--queue-run", "Run")]
    [InlineData("--queue-run=stay", "Stay")]
    [InlineData("--queue-run=0K3F", "Run 0K3F")]
    [InlineData("--queue-hold=0K3F", "Hold 0K3F")]
    [InlineData("--queue-release=0K3F", "Release 0K3F")]
    [InlineData("--queue-retry=all", "Retry all")]
    [InlineData("--queue-delete=0K3F", "Delete 0K3F")]
    [InlineData("-q", "Run flush")]
    [InlineData("-qf", "Run flush here")]
    [InlineData("-q15m", "Run every 15")]
    [InlineData("-q15", "Run every 15")]
    [InlineData("-q1h30m", "Run every 90")]
    [InlineData("-qf15m", "Run every 15 here")]
    [InlineData("-qRexample.net", "Run to example.net")]
    [InlineData("-qI0K3F", "Run 0K3F")]
    public void It_is_one_command(string word, string expected)
    {
        var command = Read(word)!.Queue!;

        var seen = $"{command.Action}{(command.IsFlush ? " flush" : "")}{(command.RecipientPart is { } part ? $" to {part}" : "")}"
            + (command.Id is { } id ? $" {id}" : "") + (command.Interval is { } time ? $" every {time.TotalMinutes}" : "") + (command.IsInForeground ? " here" : "");
        Assert.Equal(expected, seen);
    }

    [Theory]
    [InlineData("-q15m", "-qRexample.net")]
    [InlineData("-qRexample.net", "-q15m")]
    [InlineData("-qRexample.net", "-q15m", "-q")]
    public void Sendmails_options_for_a_run_are_one_command(params string[] words)
    {
        var command = Read(words)!.Queue!;

        Assert.Equal((false, "example.net", TimeSpan.FromMinutes(15)), (command.IsFlush, command.RecipientPart, command.Interval));
    }

    [Theory]
    [InlineData("--queue-list=xml")]
    [InlineData("--queue-run=../x")]
    [InlineData("--queue-hold=")]
    [InlineData("--queue-hold=all")]
    [InlineData("--queue-key=")]
    [InlineData("-qp15x")]
    [InlineData("-q0m")]
    [InlineData("-q99999999999m")]
    [InlineData("-q8w")]
    [InlineData("-q99999w99999w99999w99999w99999w99999w99999w99999w99999w99999w99999w99999w99999w99999w99999w99999w99999w")]
    [InlineData("-qR")]
    public void Anything_else_is_a_mistake(string word) => Assert.Null(Read(word));

    [Fact]
    public void A_command_for_the_queue_has_no_recipients() => Assert.Null(Read("--queue-list", "you@example.net"));

    [Theory]
    [InlineData("-odq", true)]
    [InlineData("-odd", true)]
    [InlineData("-odi", false)]
    [InlineData("-odb", false)]
    [InlineData("-oi", false)]
    public void Of_sendmails_modes_of_delivery_one_is_for_the_queue(string word, bool isForQueueOnly) =>
        Assert.Equal(isForQueueOnly, Read(word, "you@example.net")!.IsForQueueOnly);

    [Fact]
    public void The_queue_itself_is_a_setting_and_its_key_an_argument()
    {
        var arguments = Read("--queue", "--queue-key=a b", "you@example.net")!;

        Assert.Equal((QueueUse.On, "a b", null), (arguments.Settings.Get(QueueSettings.Use), arguments.QueueKey, arguments.Queue));
    }

    [Fact]
    public void The_settings_of_a_command_line_are_commands_of_msmtprc()
    {
        var arguments = Read("--host=h", "--port", "25", "--tls", "--setting=ntlmdomain=a b", "-fme@x", "-t", "--", "you@y")!;

        Assert.Equal(["host h", "port 25", "tls", "ntlmdomain a b", "from me@x"], new CommandLineOverrides(arguments.Options, Plugins.FindCommand).All());
    }

    // Whoever sends the mail later loads it first.
    [Fact]
    public void A_plugin_of_the_command_line_is_among_them() => Assert.Equal(
        ["plugin Some", "port 25"], new CommandLineOverrides(Read("--plugin=Some", "--port=25", "--", "you@y")!.Options, Plugins.FindCommand).All());

    [Theory]
    [InlineData("--setting=password=x", "password")]
    [InlineData("--setting=oauth_client_secret=x", "oauth_client_secret")]
    [InlineData("--passwordeval=echo x", null)]
    [InlineData("--setting=user=x", null)]
    public void A_secret_among_them_is_noticed(string word, string? expected) =>
        Assert.Equal(expected, new CommandLineOverrides(Read(word)!.Options, Plugins.FindCommand).Secret());

    static Arguments? Read(params string[] words)
    {
        var context = new CommandLineContext { Home = "/home/joe", FindCommand = Plugins.FindCommand };
        ArgumentsReader.TryRead(words, new OptionTable(Plugins.Settings, Plugins.Modes), context, out var arguments, out _);
        return arguments;
    }
}
