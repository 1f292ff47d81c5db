using Msmtp.TestKit;

namespace Msmtp.Secrets.GitCredential.Tests;

public sealed class GrowthTests
{
    [Theory]
    [InlineData("")]
    [InlineData("username=a\npassword=")]
    public void Work_grows_as_the_answer_does(string before)
    {
        Assert.Empty(Growth.TooFast(
            static (byte[] octets) =>
            {
                using var answer = CredentialText.Read(octets);
            },
            before));
    }
}
