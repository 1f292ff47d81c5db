using Msmtp.TestKit;
using Msmtp.Text;

namespace Msmtp.Server.Tests;

public sealed class GrowthTests
{
    static readonly Dictionary<string, (Action<byte[]> Parse, string Before)> Parsers = new()
    {
        ["path"] = (static octets => PathArgument.TryParse(OctetText.Decode(octets), "FROM:", out _), "FROM:<"),
        ["parameters"] = (static octets => PathArgument.TryParse(OctetText.Decode(octets), "FROM:", out _), "FROM:<a@b> "),
        ["command"] = (static octets => CommandLine.TryParse(octets, out _), "MAIL "),
        ["base64"] = (static octets => Base64Line.TryDecode(octets, out _), ""),
        ["message of PLAIN"] = (static octets => PlainMessage.TryParse(octets, out _), ""),
    };

    public static TheoryData<string> Names => [.. Parsers.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Work_grows_as_the_line_does(string parser)
    {
        var (parse, before) = Parsers[parser];

        Assert.Empty(Growth.TooFast(parse, before));
    }
}
