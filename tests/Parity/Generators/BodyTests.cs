using FsCheck;
using FsCheck.Fluent;

namespace Msmtp.Parity.Generators;

public sealed class BodyTests
{
    static readonly Gen<string> Piece = Gen.Frequency(
        (6, Gen.Elements(".", "\n", "\r\n", "a", "..", "\n.", "\r\n.", " ", "\n\n", "x.y", "From ")),
        (2, Gen.Elements("\0", "\uDCFF", "ü", "\t", "\u001A", "\n.\n", "\n.\r\n", ".\n", "\n..\n")),
        (1, Gen.Elements(1, 2, 500, 998, 1000, 1021, 1022, 1023, 1024, 1025, 2044, 2045, 2046, 2047, 4096, 8192,
            65536).Select(static length => new string('l', length))));

    [Fact]
    public void Bodies_arrive_as_the_same_octets() => Differential.Check(
        Gen.Choose(0, 12).SelectMany(static count => Piece.ArrayOf(count)).Select(static pieces => new Input([], pieces)),
        static input => new Scenario { Arguments = ["-X", "-", Some.Recipient], Input = Some.Header + "\n" + string.Concat(input.Pieces) });
}
