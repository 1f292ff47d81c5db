using System.IO.Pipes;
using System.Text;

namespace Msmtp.Cli.Tests.Terminal;

public sealed class StandardInputTests
{
    [Fact]
    public async Task What_comes_through_a_pipe_is_read_to_its_end()
    {
        using var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
        await using var input = new StandardInput((int)pipe.ClientSafePipeHandle.DangerousGetHandle());
        var buffer = new byte[16];

        await pipe.WriteAsync("abc"u8.ToArray(), TestContext.Current.CancellationToken);
        var first = input.ReadAsync(buffer, TestContext.Current.CancellationToken);
        Assert.True(first.IsCompletedSuccessfully);
        Assert.Equal("abc", Encoding.ASCII.GetString(buffer, 0, await first));

        // The reader's own copy of the writing end stands in the way of the end.
        pipe.SafePipeHandle.Dispose();
        Assert.Equal(0, await input.ReadAsync(buffer, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_file_is_read_from_where_it_stands_and_left_where_the_reading_ended()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "0123456789");
            using var file = File.OpenHandle(path);
            var descriptor = (int)file.DangerousGetHandle();
            using var first = new StandardInput(descriptor);
            using var second = new StandardInput(descriptor);
            var buffer = new byte[4];

            Assert.Equal(4, first.Read(buffer));
            Assert.Equal(4, second.Read(buffer));

            Assert.Equal("4567", Encoding.ASCII.GetString(buffer));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_descriptor_that_is_not_open_fails_with_the_systems_words()
    {
        using var input = new StandardInput(-1);

        var failure = Assert.Throws<IOException>(() => input.Read(new byte[1]));

        Assert.Equal("Bad file descriptor", SystemError.Describe(failure));
    }

    [Fact]
    public void Nothing_is_asked_of_the_system_for_an_empty_buffer()
    {
        using var input = new StandardInput(-1);

        Assert.Equal(0, input.Read([]));
    }
}
