using Msmtp.TestKit;

namespace Msmtp.Connector.Tcp.Tests;

public sealed class GrowthTests
{
    static readonly Dictionary<string, (Action<byte[]> Parse, string Before)> Parsers = new()
    {
        ["blocks of PEM"] = (Blocks, ""),
        ["a block of PEM"] = (Blocks, "-----BEGIN CERTIFICATE-----\n"),
        ["a label of PEM"] = (Blocks, "-----BEGIN "),
        ["revocation lists"] = (static octets => RevocationList.ReadAll(octets), "-----BEGIN X509 CRL-----\n"),
        ["distinguished name"] = (static octets => DistinguishedNameText.Show(octets), ""),
    };

    public static TheoryData<string> Names => [.. Parsers.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Work_grows_as_the_input_does(string parser)
    {
        var (parse, before) = Parsers[parser];

        Assert.Empty(Growth.TooFast(parse, before));
    }

    static void Blocks(byte[] octets)
    {
        var blocks = new PemBlocks(octets);
        while (blocks.MoveNext())
        {
        }
    }
}
