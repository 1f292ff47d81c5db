using Msmtp.TestKit;

namespace Msmtp.Configure.Srv.Tests;

public sealed class GrowthTests
{
    // A header that announces 65535 questions or answers.
    [Theory]
    [InlineData("\0\0\u0001\0\0\u0001\u007F\u007F\0\0\0\0")]
    [InlineData("\0\0\u0001\0\u007F\u007F\0\0\0\0\0\0")]
    public void Work_grows_as_the_answer_does(string before)
    {
        Assert.Empty(Growth.TooFast(static (byte[] octets) => _ = DnsReply.SrvRecords(octets), before));
    }
}
