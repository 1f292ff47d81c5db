using System.Security.Cryptography;
using System.Text;
using Msmtp;
using Msmtp.Testing;

namespace Auth.Hmac.Tests;

/// <summary>Every rule of the contract, including that the server has to prove itself.</summary>
public class HmacConformance : MutualSaslClientConformance
{
    const string ServerNonce = "0123456789";

    protected override IPlugin Plugin => new HmacPlugin();

    protected override string Mechanism => "X-HMAC";

    protected override SaslServerSide Serve()
    {
        var clientNonce = "";
        return message =>
        {
            var text = Encoding.UTF8.GetString(message!);
            if (clientNonce.Length > 0)
            {
                Assert.Equal(Proof("client", clientNonce), text);
                return null;
            }
            Assert.StartsWith("joe ", text, StringComparison.Ordinal);
            clientNonce = text["joe ".Length..];
            return Encoding.ASCII.GetBytes($"{ServerNonce} {Proof("server", clientNonce)}");
        };
    }

    protected virtual byte[] Keyed(byte[] text) => HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), text);

    string Proof(string who, string clientNonce) =>
        Convert.ToHexStringLower(Keyed(Encoding.ASCII.GetBytes($"{who}{clientNonce}{ServerNonce}")));
}

/// <summary>The same with the other hash.</summary>
public sealed class HmacSha512Conformance : HmacConformance
{
    protected override string Msmtprc => "hmac_hash sha512";

    protected override byte[] Keyed(byte[] text) => HMACSHA512.HashData(Encoding.UTF8.GetBytes(Secret), text);
}
