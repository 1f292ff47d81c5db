using System.Runtime.InteropServices;

namespace Msmtp.Bench;

/// <summary>The C library's functions that start a program, measure it, and give it a view of the file system.</summary>
static unsafe partial class Libc
{
    [LibraryImport("libc")]
    public static partial int posix_spawn(int* child, byte* program, void* actions, void* attributes, byte** arguments, byte** environment);

    [LibraryImport("libc")]
    public static partial int posix_spawn_file_actions_init(void* actions);

    [LibraryImport("libc")]
    public static partial int posix_spawn_file_actions_addopen(void* actions, int descriptor, byte* path, int flags, uint mode);

    [LibraryImport("libc")]
    public static partial int posix_spawn_file_actions_destroy(void* actions);

    [LibraryImport("libc")]
    public static partial int wait4(int child, int* status, int options, long* usage);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int unshare(int flags);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int mount(string source, string target, string? type, ulong flags, string? data);
}
