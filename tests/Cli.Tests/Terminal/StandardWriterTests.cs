using System.IO.Pipes;

namespace Msmtp.Cli.Tests.Terminal;

public sealed class StandardWriterTests
{
    [Fact]
    public void Text_goes_out_as_the_octets_that_it_came_from()
    {
        var path = Path.GetTempFileName();
        try
        {
            using (var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write))
            {
                var writer = new StandardWriter((int)file.DangerousGetHandle());
                writer.WriteLine("é\uDCE9");
                writer.Write("two\n");
                writer.Write("x"u8);
            }

            Assert.Equal([0xC3, 0xA9, 0xE9, (byte)'\n', .. "two\nx"u8], File.ReadAllBytes(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task More_than_a_pipe_holds_is_written_whole()
    {
        using var pipe = new AnonymousPipeServerStream(PipeDirection.In);
        var text = new string('x', 1_000_000);
        var writing = Task.Run(
            () =>
            {
                new StandardWriter((int)pipe.ClientSafePipeHandle.DangerousGetHandle()).Write(text);
                pipe.DisposeLocalCopyOfClientHandle();
            },
            TestContext.Current.CancellationToken);

        using var reader = new StreamReader(pipe);

        Assert.Equal(text, await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
        await writing;
    }

    [Fact]
    public void Nobody_is_told_when_nobody_reads()
    {
        using var pipe = new AnonymousPipeServerStream(PipeDirection.In);
        var writer = new StandardWriter((int)pipe.ClientSafePipeHandle.DangerousGetHandle());
        pipe.SafePipeHandle.Dispose();

        Assert.Null(Record.Exception(() => writer.WriteLine("x")));
        Assert.Null(Record.Exception(() => new StandardWriter(-1).WriteLine("x")));
    }
}
