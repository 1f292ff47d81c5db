using System.Security.Cryptography;
using System.Text;
using Msmtp.Testing;

namespace Msmtp.Auth.Sasl.Tests.Conformance;

public sealed class CramMd5Conformance : SaslClientConformance
{
    const string Challenge = "<1896.697170952@postoffice.reston.mci.net>";

    protected override IPlugin Plugin => new SaslPlugin();

    protected override string Mechanism => "CRAM-MD5";

    protected override SaslServerSide Serve() => message =>
    {
        if (message is null)
            return Encoding.ASCII.GetBytes(Challenge);
#pragma warning disable CA5351 // The mechanism is HMAC-MD5 by definition.
        var digest = HMACMD5.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.ASCII.GetBytes(Challenge));
#pragma warning restore CA5351
        Assert.Equal($"joe {Convert.ToHexStringLower(digest)}", Encoding.UTF8.GetString(message));
        return null;
    };
}
