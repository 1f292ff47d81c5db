using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Msmtp.Cli.Tests.CommandLine;

public sealed class GetOptTests
{
    [Theory]
    [InlineData("a -t b -i c", "--read-recipients -i", "a b c")]
    [InlineData("a -- -t --help --", "", "a -t --help --")]
    [InlineData("-t -- -i", "--read-recipients", "-i")]
    [InlineData("-", "", "-")]
    [InlineData("- -t -", "--read-recipients", "- -")]
    [InlineData("--", "", "")]
    [InlineData("", "", "")]
    public void Options_and_operands_may_be_mixed_until_two_dashes(string line, string options, string operands)
    {
        var read = Read(line);

        Assert.Equal(options, Shown(read));
        Assert.Equal(operands, string.Join(' ', read.Operands));
        Assert.Null(read.Error);
    }

    [Theory]
    [InlineData("a -t b", "", "a -t b")]
    [InlineData("-t a -i", "--read-recipients", "a -i")]
    [InlineData("-t a -- -i", "--read-recipients", "a -- -i")]
    [InlineData("-t -- a -i", "--read-recipients", "a -i")]
    public void The_first_operand_ends_the_options_where_POSIX_is_followed(string line, string options, string operands)
    {
        var read = GetOpt.Read(Words(line), MsmtpOptions.Table, isPosixlyCorrect: true);

        Assert.Equal(options, Shown(read));
        Assert.Equal(operands, string.Join(' ', read.Operands));
    }

    [Theory]
    [InlineData("-ti", "--read-recipients -i")]
    [InlineData("-tfme@x", "--read-recipients --from:me@x")]
    [InlineData("-itaNAME", "-i --read-recipients --account:NAME")]
    [InlineData("-f me", "--from:me")]
    [InlineData("-f -t", "--from:-t")]
    [InlineData("-f --", "--from:--")]
    [InlineData("-tf --help -i", "--read-recipients --from:--help -i")]
    [InlineData("-d", "--debug")]
    [InlineData("-d7", "--debug:7")]
    [InlineData("-dP", "--debug:P")]
    [InlineData("-Pd", "--pretend --debug")]
    [InlineData("-oem -bm", "-o:em -b:m")]
    public void Letters_may_be_bundled_and_the_first_that_takes_an_argument_takes_the_rest(string line, string options)
    {
        var read = Read(line);

        Assert.Equal(options, Shown(read));
        Assert.Empty(read.Operands);
        Assert.Null(read.Error);
    }

    [Theory]
    [InlineData("--port=1", "--port:1")]
    [InlineData("--port 1", "--port:1")]
    [InlineData("--port --", "--port:--")]
    [InlineData("--port= x", "--port:", "x")]
    [InlineData("--port=a=b", "--port:a=b")]
    [InlineData("--tls off", "--tls", "off")]
    [InlineData("--tls=off", "--tls:off")]
    [InlineData("--tls-force-sslv3 x", "--tls-force-sslv3", "x")]
    [InlineData("--tls-force-sslv3=x", "--tls-force-sslv3:x")]
    public void A_required_argument_may_be_the_next_word_and_an_optional_one_is_attached(string line, string options, string operands = "")
    {
        var read = Read(line);

        Assert.Equal(options, Shown(read));
        Assert.Equal(operands, string.Join(' ', read.Operands));
    }

    [Theory]
    [InlineData("--x=1", "unrecognized option '--x=1'")]
    [InlineData("--verb", "unrecognized option '--verb'")]
    [InlineData("--help=foo", "option '--help' doesn't allow an argument")]
    [InlineData("--hel=x", "option '--help' doesn't allow an argument")]
    [InlineData("--read-rec=x", "option '--read-recipients' doesn't allow an argument")]
    [InlineData("--host", "option '--host' requires an argument")]
    [InlineData("--maild", "option '--maildomain' requires an argument")]
    [InlineData("-Z", "invalid option -- 'Z'")]
    [InlineData("-tZ", "invalid option -- 'Z'")]
    [InlineData("-Q", "invalid option -- 'Q'")]
    [InlineData("-P=x", "invalid option -- '='")]
    [InlineData("-v0.1", "invalid option -- '0'")]
    [InlineData("-f", "option requires an argument -- 'f'")]
    [InlineData("-tf", "option requires an argument -- 'f'")]
    [InlineData("--tls-ce", "option '--tls-ce' is ambiguous; possibilities: '--tls-cert-file' '--tls-certcheck'")]
    [InlineData("--tls-c=on", "option '--tls-c=on' is ambiguous; possibilities: '--tls-crl-file' '--tls-cert-file' '--tls-certcheck'")]
    [InlineData("--d", "option '--d' is ambiguous; possibilities: '--debug' '--dsn-notify' '--dsn-return' '--domain'")]
    public void Errors_are_worded_as_getopt_words_them_and_name_the_whole_of_argv0(string line, string message)
    {
        Assert.Equal(new UsageError(message) { NamesWholeProgram = true }, Read(line).Error! with { Advice = null });
    }

    [Fact]
    public void An_ambiguous_option_is_told_with_its_value_and_all_that_it_fits()
    {
        Assert.Equal(
            "option '--set=auto' is ambiguous; possibilities: '--set-from-header' '--set-date-header' '--set-msgid-header'",
            Read("--set=auto").Error?.Message);
    }

    [Fact]
    public void A_letter_is_an_octet()
    {
        Assert.Equal("invalid option -- '\uDCC3'", Read("-é").Error?.Message);
        Assert.Equal("invalid option -- '\uDCF0'", Read("-\U0001F600").Error?.Message);
        Assert.Equal("invalid option -- '\uDCE9'", Read("-\uDCE9").Error?.Message);
    }

    [Fact]
    public void An_empty_name_abbreviates_every_option_in_the_order_of_msmtps_table()
    {
        const string All = """
            option '--=x' is ambiguous; possibilities: '--version' '--help' '--configure' '--pretend' '--debug' '--serverinfo'
             '--rmqs' '--file' '--account' '--host' '--port' '--timeout' '--connect-timeout' '--auto-from' '--from' '--maildomain'
             '--auth' '--user' '--passwordeval' '--tls' '--tls-starttls' '--tls-trust-file' '--tls-crl-file' '--tls-fingerprint'
             '--tls-key-file' '--tls-cert-file' '--tls-certcheck' '--tls-force-sslv3' '--tls-min-dh-prime-bits' '--tls-priorities'
             '--tls-host-override' '--dsn-notify' '--dsn-return' '--protocol' '--domain' '--logfile' '--logfile-time-format'
             '--syslog' '--aliases' '--proxy-host' '--proxy-port' '--add-missing-from-header' '--add-missing-date-header'
             '--set-from-header' '--set-date-header' '--set-msgid-header' '--remove-bcc-headers' '--undisclosed-recipients'
             '--source-ip' '--socket' '--keepbcc' '--read-recipients' '--read-envelope-from'
            """;

        Assert.Equal(All.Replace("\n", "", StringComparison.Ordinal), Read("--=x").Error?.Message);
    }

    [Fact]
    public void The_first_error_ends_the_reading_and_what_stood_before_it_is_kept()
    {
        var read = Read("a -t --bogus -i --worse");

        Assert.Equal("--read-recipients", Shown(read));
        Assert.Equal(["a"], read.Operands);
        Assert.Equal("unrecognized option '--bogus'", read.Error?.Message);
    }

    [Property]
    public Property Any_command_line_is_taken_apart_without_an_exception() => Prop.ForAll(CommandLines.Arbitrary, static words =>
    {
        var read = GetOpt.Read(words, MsmtpOptions.Table, isPosixlyCorrect: false);

        return read.Options.Count + read.Operands.Count <= words.Sum(static word => Math.Max(1, word.Length));
    });

    [Property]
    public Property Words_behind_two_dashes_are_operands() => Prop.ForAll(CommandLines.Arbitrary, static words =>
        GetOpt.Read(["--", .. words], MsmtpOptions.Table, isPosixlyCorrect: false).Operands.SequenceEqual(words));

    static OptionsAndOperands Read(string line) => GetOpt.Read(Words(line), MsmtpOptions.Table, isPosixlyCorrect: false);

    static string[] Words(string line) => line.Length == 0 ? [] : line.Split(' ');

    static string Shown(OptionsAndOperands read) =>
        string.Join(' ', read.Options.Select(static use => use.Argument is null ? use.Known.Title : $"{use.Known.Title}:{use.Argument}"));
}
