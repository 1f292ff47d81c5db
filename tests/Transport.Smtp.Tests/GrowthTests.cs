using Msmtp.TestKit;
using Msmtp.Text;

namespace Msmtp.Transport.Smtp.Tests;

public sealed class GrowthTests
{
    static readonly Dictionary<string, (Action<byte[]> Parse, string Before)> Parsers = new()
    {
        ["reply"] = (Reply, ""),
        ["a line of a reply"] = (Reply, "250-"),
        ["enhanced status"] = (static octets => EnhancedStatusParser.Find(OctetText.Decode(octets)), "5.1."),
        ["capabilities"] = (static octets => Capabilities.Parse(new ServerReply(250, null, OctetText.Decode(octets).Split('\n'))), "a\nAUTH "),
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
}
