using System.Net;

namespace Msmtp.Cli.Tests.CommandLine;

public sealed class MsmtpdArgumentsTests
{
    [Fact]
    public void Without_options_it_listens_as_msmtpd_does()
    {
        var arguments = Read();

        Assert.Equal((IPAddress.Loopback, 25, "none", null, null), (arguments.Interface, arguments.Port, arguments.Log, arguments.Command, arguments.User));
    }

    [Fact]
    public void The_options_are_those_of_msmtpd()
    {
        var arguments = Read("--interface=::1", "--port", "2500", "--log=/var/log/msmtpd", "--command=msmtp -f %F --", "--auth=joe,pass show msmtpd, quietly", "--inetd");

        Assert.Equal((IPAddress.IPv6Loopback, 2500, "/var/log/msmtpd"), (arguments.Interface, arguments.Port, arguments.Log));
        Assert.Equal(("msmtp -f %F --", "joe", "pass show msmtpd, quietly", true), (arguments.Command, arguments.User, arguments.PasswordCommand, arguments.IsInetd));
    }

    [Theory]
    [InlineData("--bogus", "msmtpd: unrecognized option '--bogus'")]
    [InlineData("-h", "msmtpd: invalid option -- 'h'")]
    [InlineData("x", "msmtpd: too many arguments")]
    [InlineData("--port", "msmtpd: option '--port' requires an argument")]
    [InlineData("--inetd=3", "msmtpd: option '--inetd' doesn't allow an argument")]
    [InlineData("--auth=", "msmtpd: option '--auth' requires non-empty argument")]
    [InlineData("--log=", "msmtpd: option '--log' requires non-empty argument")]
    [InlineData("--command=", "msmtpd: option '--command' requires non-empty argument")]
    [InlineData("--interface=foo", "msmtpd: invalid interface")]
    [InlineData("--port=abc", "msmtpd: invalid port")]
    [InlineData("--port=65536", "msmtpd: invalid port")]
    public void What_is_wrong_is_said_in_its_words(string word, string line)
    {
        MsmtpdArguments.Read([word], isPosixlyCorrect: false, out var error);

        Assert.Equal(line, error?.ToLine("msmtpd"));
    }

    static MsmtpdArguments Read(params string[] words)
    {
        var arguments = MsmtpdArguments.Read(words, isPosixlyCorrect: false, out var error);
        Assert.Null(error);
        return arguments;
    }
}
