using System.Text;

namespace Msmtp.Transport.Smtp.Tests;

public sealed class BodyTraceTests
{
    [Fact]
    public void Lines_are_told_whole_however_the_blocks_cut_them()
    {
        var wire = Encoding.Latin1.GetBytes("Subject: x\r\n\r\n..a\0\xE9\r\n.\r\n");
        for (var size = 1; size <= wire.Length; size++)
        {
            var trace = new RecordingTrace();
            var lines = new BodyTrace(trace);

            foreach (var block in wire.Chunk(size))
                lines.Sent(block);

            Assert.Equal(["--> Subject: x", "--> ", "--> ..a\0\xE9", "--> ."], trace.Lines);
        }
    }
}
