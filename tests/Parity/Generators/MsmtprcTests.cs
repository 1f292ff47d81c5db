using FsCheck;
using FsCheck.Fluent;

namespace Msmtp.Parity.Generators;

public sealed class MsmtprcTests
{
    static readonly string[] Uses = ["", "-a a", "-f a@x", "-f MAILER-DAEMON", "-S", "-a b -f u@y", "-a c", "--rmqs=x", "--tls"];

    static readonly Gen<string> Use = Gen.Elements(Uses);

    [Fact]
    public void Any_lines_mean_the_same() => Check(MsmtprcGenerator.Lines);

    [Fact]
    public void Right_lines_mean_the_same() => Check(MsmtprcGenerator.RightLines);

    static void Check(Gen<string[]> lines) => Differential.Check(
        from use in Use
        from text in lines
        select new Input(use.Split(' ', StringSplitOptions.RemoveEmptyEntries), text),
        static input => new Scenario { Arguments = ["-P", .. input.Words], Msmtprc = string.Join('\n', input.Pieces) + "\n" });
}
