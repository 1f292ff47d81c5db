using Msmtp.Auth.Sasl.Bearer;
using Msmtp.Auth.Sasl.Digest;
using Msmtp.Auth.Sasl.Scram;
using Msmtp.TestKit;
using Msmtp.Text;

namespace Msmtp.Auth.Sasl.Tests;

public sealed class GrowthTests
{
    static readonly Dictionary<string, (Action<byte[]> Parse, string Before)> Parsers = new()
    {
        ["directives of DIGEST-MD5"] = (static octets => DigestDirectives.Read(OctetText.Decode(octets)), ""),
        ["a directive of DIGEST-MD5"] = (static octets => DigestDirectives.Read(OctetText.Decode(octets)), "realm=\""),
        ["challenge of DIGEST-MD5"] = (static octets => DigestChallenge.Read(OctetText.Decode(octets)), "nonce=\"a\","),
        ["first message of SCRAM"] = (static octets => ScramServerFirst.Read(OctetText.Decode(octets), "a"), "r=ab,s=QQ==,i=4096,"),
        ["nonce of SCRAM"] = (static octets => ScramServerFirst.Read(OctetText.Decode(octets), "a"), "r=a"),
        ["final message of SCRAM"] = (static octets => ScramServerFinal.Read(OctetText.Decode(octets)), "v="),
        ["refusal of a token"] = (static octets => BearerRefusal.Describe(octets, "token"u8), "{\"status\":"),
        ["preparation"] = (static octets => SaslPrep.Prepare(octets, isQuery: true), "\u00E9"),
    };

    public static TheoryData<string> Names => [.. Parsers.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Work_grows_as_the_message_does(string parser)
    {
        var (parse, before) = Parsers[parser];

        Assert.Empty(Growth.TooFast(parse, before));
    }
}
