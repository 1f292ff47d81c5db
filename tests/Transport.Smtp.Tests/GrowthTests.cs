using Msmtp.TestKit;

namespace Msmtp.Transport.Smtp.Tests;

public sealed class GrowthTests
{
    static readonly Dictionary<string, (Action<byte[]> Parse, string Before)> Parsers = new()
    {
        ["reply"] = (Reply, ""),
        ["a line of a reply"] = (Reply, "250-"),
        ["enhanced status"] = (static octets => EnhancedStatusParser.Find(OctetText.Decode(octets)), "5.1."),
        ["blocks of PEM"] = (Blocks, ""),
        ["a block of PEM"] = (Blocks, "-----BEGIN CERTIFICATE-----\n"),
        ["a label of PEM"] = (Blocks, "-----BEGIN "),
        ["revocation lists"] = (static octets => RevocationList.ReadAll(octets), "-----BEGIN X509 CRL-----\n"),
        ["distinguished name"] = (static octets => DistinguishedNameText.Show(octets), ""),
        ["capabilities"] = (static octets => Capabilities.Parse(new Reply(250, null, OctetText.Decode(octets).Split('\n'))), "a\nAUTH "),
    };

    public static TheoryData<string> Names => [.. Parsers.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Work_grows_as_the_input_does(string parser)
    {
        var (parse, before) = Parsers[parser];

        Assert.Empty(Growth.TooFast(parse, before));
    }

    static void Reply(byte[] octets)
    {
        ReadOnlySpan<byte> rest = octets;
        while (ReplyParser.TryRead(ref rest, out _))
        {
        }
    }

    static void Blocks(byte[] octets)
    {
        var blocks = new PemBlocks(octets);
        while (blocks.MoveNext())
        {
        }
    }
}
