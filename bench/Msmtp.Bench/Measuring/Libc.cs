using System.Runtime.InteropServices;

namespace Msmtp.Bench;

/// <summary>The C library's functions that start a program and measure it.</summary>
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
}
