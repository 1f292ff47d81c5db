using System.Text;

namespace Msmtp.Auth.Ntlm.Tests;

/// <summary>What the other tests judge by, judged by published examples.</summary>
public sealed class NtlmProofTests
{
    [Theory]
    [InlineData("", "31d6cfe0d16ae931b73c59d7e0c089c0")]
    [InlineData("message digest", "d9130a8164549fe818874806e1c7014b")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345678901234567890", "e33b4ddc9c38f2199c3e7b164fcc0536")]
    public void Md4_is_that_of_the_rfc(string text, string hash)
    {
        // RFC 1320, Appendix A.5.
        Assert.Equal(hash, Convert.ToHexStringLower(Md4.Hash(Encoding.ASCII.GetBytes(text))));
    }

    [Fact]
    public void The_proof_is_the_example_of_the_specification()
    {
        // MS-NLMP §4.2.4: time 0, the client's number is eight times aa.
        var key = NtlmProof.Key("User", "Password", "Domain");
        var number = Enumerable.Repeat((byte)0xaa, 8);
        byte[] blob = [1, 1, .. new byte[14], .. number, .. new byte[4], .. new Type2().Information!, .. new byte[4]];

        Assert.Equal("0c868a403bfd7a93a3001ef22ef02e3f", Convert.ToHexStringLower(key));
        Assert.Equal("68cd0ab851e51c96aabc927bebef6a1c", Convert.ToHexStringLower(NtlmProof.Prove(key, blob)));
    }
}
