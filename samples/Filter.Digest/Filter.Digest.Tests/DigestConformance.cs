using System.Security.Cryptography;
using System.Text;
using Msmtp;
using Msmtp.Testing;

namespace Filter.Digest.Tests;

/// <summary>Every rule of the contract; and the digest is that of the body the server gets.</summary>
public sealed class DigestConformance : FilterConformance
{
    protected override IPlugin Plugin => new DigestPlugin();

    protected override string Msmtprc => "body_digest sha-256";

    [Theory]
    [InlineData("one\ntwo")]
    [InlineData("one\r\ntwo\r\n")]
    [InlineData("one\rtwo\r")]
    public async Task The_digest_is_that_of_the_body_as_it_is_sent(string body)
    {
        var message = Encoding.ASCII.GetString(await WireAsync($"Subject: x\n\n{body}"));

        var digest = Convert.ToBase64String(SHA256.HashData("one\r\ntwo\r\n"u8));
        Assert.Equal($"Content-Digest: sha-256=:{digest}:\r\nSubject: x\r\n\r\none\r\ntwo\r\n", message);
    }
}
