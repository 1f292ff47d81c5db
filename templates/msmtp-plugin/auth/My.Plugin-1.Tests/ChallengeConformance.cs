using System.Security.Cryptography;
using System.Text;
using Msmtp;
using Msmtp.Testing;

namespace My.Plugin_1.Tests;

/// <summary>Every rule of the contract, with the server's side of the exchange.</summary>
public sealed class ChallengeConformance : SaslClientConformance
{
    static readonly byte[] Challenge = "<1896.697170952@mail.example.org>"u8.ToArray();

    protected override IPlugin Plugin => new ChallengePlugin();

    protected override string Mechanism => "X-CHALLENGE";

    protected override SaslServerSide Serve() => message =>
    {
        if (message is null)
            return Challenge;
        var digest = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Challenge));
        Assert.Equal($"joe {digest}", Encoding.UTF8.GetString(message));
        return null;
    };
}
