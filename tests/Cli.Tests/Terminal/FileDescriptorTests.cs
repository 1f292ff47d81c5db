using System.IO.Pipes;
using System.Runtime.InteropServices;

namespace Msmtp.Cli.Tests.Terminal;

public sealed class FileDescriptorTests
{
    [Fact]
    public async Task A_pipe_that_somebody_made_non_blocking_is_waited_for()
    {
        using var pipe = new AnonymousPipeServerStream(PipeDirection.In);
        var writer = (int)pipe.ClientSafePipeHandle.DangerousGetHandle();
        var reader = (int)pipe.SafePipeHandle.DangerousGetHandle();
        Assert.Equal(0, fcntl(writer, SetFlags, NonBlocking));
        Assert.Equal(0, fcntl(reader, SetFlags, NonBlocking));
        var sent = Enumerable.Range(0, 1_000_000).Select(static i => (byte)i).ToArray();

        var reading = Task.Run(() => ReadAll(reader), TestContext.Current.CancellationToken);
        FileDescriptor.Write(writer, sent);
        pipe.DisposeLocalCopyOfClientHandle();

        Assert.Equal(sent, await reading);
    }

    static byte[] ReadAll(int descriptor)
    {
        var all = new List<byte>();
        var buffer = new byte[4096];
        while (FileDescriptor.Read(descriptor, buffer) is var count and > 0)
            all.AddRange(buffer.AsSpan(0, count));
        return [.. all];
    }

    const int SetFlags = 4;
    const int NonBlocking = 0x800;

    [DllImport("libc")]
    static extern int fcntl(int descriptor, int command, int argument);
}
