using FsCheck.Fluent;

namespace Msmtp.Parity.Generators;

public sealed class ArgumentTests
{
    const string Msmtprc = Some.Msmtprc
        + "account a\nhost 127.0.0.1\nport @PORT@\nfrom *@x\naccount u\nhost h\nuser u\nfrom me@u\ntimeout 5\n";

    [Fact]
    public void Words_mean_the_same() => Differential.Check(
        ArgumentGenerator.Words.Select(static words => new Input([], words)),
        static input => new Scenario { Arguments = ["-P", .. input.Pieces], Msmtprc = Msmtprc });

    [Fact]
    public void Words_mean_the_same_where_options_end_at_the_first_recipient() => Differential.Check(
        ArgumentGenerator.Words.Select(static words => new Input([], words)),
        static input => new Scenario { Arguments = ["-P", .. input.Pieces], Msmtprc = Msmtprc, Environment = new Dictionary<string,
            string?> { ["POSIXLY_CORRECT"] = "1" } });

    [Fact]
    public void Words_send_the_same() => Differential.Check(
        ArgumentGenerator.Words.Select(static words => new Input([], words)),
        static input => new Scenario { Arguments = input.Pieces, Msmtprc = Msmtprc });
}
