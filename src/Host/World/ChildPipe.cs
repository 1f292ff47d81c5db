using System.IO.Pipes;
using Microsoft.Win32.SafeHandles;

namespace Msmtp.Hosting;

/// <summary>
/// An end of a pipe to a child, read and written as a file: on a thread of the pool. The runtime takes it for a socket, for which
/// it keeps a thread and an epoll descriptor that the native command can do without.
/// </summary>
static class ChildPipe
{
    /// <summary>The pipe stays the child's, which has it closed.</summary>
    public static Stream Over(Stream end, FileAccess access) => end is PipeStream pipe
        ? new FileStream(new SafeFileHandle(pipe.SafePipeHandle.DangerousGetHandle(), ownsHandle: false), access, bufferSize: 0)
        : end;
}
