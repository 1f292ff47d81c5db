using FsCheck;
using FsCheck.Fluent;

namespace Msmtp.Parity.Generators;

public sealed class HeaderTests
{
    static readonly string[] Uses =
    [
        "-t", "-t -X -", "-t z@example.net", "z@example.net", "-t --undisclosed-recipients", "-t --set-from-header=on -F N",
        "-t --remove-bcc-headers=off",
        "--read-envelope-from z@example.net", "-t --read-envelope-from", "-t --set-msgid-header=off --set-date-header=off",
        "-t --set-from-header=off", "-t -f <>",
    ];

    [Fact]
    public void Header_fields_give_the_same_recipients_and_octets() => Differential.Check(
        from use in Gen.Elements(Uses)
        from pieces in HeaderGenerator.Blocks
        select new Input(use.Split(' '), pieces),
        static input => new Scenario { Arguments = input.Words, Input = string.Concat(input.Pieces) });
}
