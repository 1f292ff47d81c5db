#if NATIVE
using System.Runtime.InteropServices;

namespace Msmtp.Cli;

/// <summary>
/// Hides the system's certificates from the runtime while it exists. The runtime reads all of them when it builds its first chain, even one
/// to a root of our own: 45 ms of CPU time where the whole mail takes 10, and no option prevents it. The connector itself reads what the
/// account trusts, and needs none of that.
/// </summary>
/// <remarks>
/// It works through the environment, and the runtime remembers for good that it found nothing. Hence only in the native command: it has one
/// thread, and nothing else in it relies on the system's certificates. Processes that are started later do not see the change, since the
/// environment is restored, octet for octet, when this is disposed.
/// </remarks>
sealed partial class WithheldStore : IDisposable
{
    readonly byte[]? file;
    readonly byte[]? folder;

    public WithheldStore()
    {
        file = Value(File);
        folder = Value(Folder);
        _ = Set(File, Nowhere, 1);
        _ = Set(Folder, Nowhere, 1);
    }

    // Where OpenSSL looks, and so does the runtime. Each literal is zero-terminated, as C needs it.
    static ReadOnlySpan<byte> File => "SSL_CERT_FILE"u8;

    static ReadOnlySpan<byte> Folder => "SSL_CERT_DIR"u8;

    static ReadOnlySpan<byte> Nowhere => "/dev/null/nowhere"u8;

    public void Dispose()
    {
        Restore(File, file);
        Restore(Folder, folder);
    }

    static unsafe byte[]? Value(ReadOnlySpan<byte> name)
    {
        var value = Get(name);
        return value is null ? null : [.. MemoryMarshal.CreateReadOnlySpanFromNullTerminated(value), 0];
    }

    static void Restore(ReadOnlySpan<byte> name, byte[]? value) => _ = value is null ? Unset(name) : Set(name, value, 1);

    [LibraryImport("libc", EntryPoint = "getenv")]
    private static unsafe partial byte* Get(ReadOnlySpan<byte> name);

    [LibraryImport("libc", EntryPoint = "setenv")]
    private static partial int Set(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, int overwrite);

    [LibraryImport("libc", EntryPoint = "unsetenv")]
    private static partial int Unset(ReadOnlySpan<byte> name);
}
#endif
