using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Msmtp.Testing;

namespace Msmtp.Auth.Sasl.Tests.Conformance;

public sealed partial class DigestMd5Conformance : MutualSaslClientConformance
{
    const string Nonce = "OA6MG9tEQGm2hh";

    protected override IPlugin Plugin => new SaslPlugin();

    protected override string Mechanism => "DIGEST-MD5";

    protected override SaslServerSide Serve()
    {
        var isProven = false;
        return message =>
        {
            if (message is null)
                return Encoding.ASCII.GetBytes($"realm=\"example.org\",nonce=\"{Nonce}\",qop=\"auth\",algorithm=md5-sess,charset=utf-8");
            if (isProven)
                return null;
            isProven = true;
            return Encoding.ASCII.GetBytes("rspauth=" + Verify(Encoding.UTF8.GetString(message)));
        };
    }

    // RFC 2831 §2.1.2.1 and §2.1.3.
    string Verify(string response)
    {
        var directives = Directive().Matches(response).ToDictionary(each => each.Groups[1].Value, each => each.Groups[2].Value.Trim('"'));
        var secret = Hash($"joe:example.org:{Secret}");
        var a1 = Convert.ToHexStringLower(Hash([.. secret, .. Encoding.UTF8.GetBytes($":{Nonce}:{directives["cnonce"]}")]));
        var uri = directives["digest-uri"];
        Assert.Equal(Proof(a1, directives, $"AUTHENTICATE:{uri}"), directives["response"]);
        return Proof(a1, directives, $":{uri}");
    }

    static string Proof(string a1, Dictionary<string, string> directives, string a2) =>
        Convert.ToHexStringLower(Hash($"{a1}:{Nonce}:{directives["nc"]}:{directives["cnonce"]}:auth:{Convert.ToHexStringLower(Hash(a2))}"));

    static byte[] Hash(string text) => Hash(Encoding.UTF8.GetBytes(text));

#pragma warning disable CA5351 // The mechanism is MD5 by definition.
    static byte[] Hash(byte[] octets) => MD5.HashData(octets);
#pragma warning restore CA5351

    [GeneratedRegex("([a-z-]+)=(\"[^\"]*\"|[^,]*)")]
    private static partial Regex Directive();
}
