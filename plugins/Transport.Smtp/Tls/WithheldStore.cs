using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Msmtp.Transport.Smtp;

/// <summary>
/// Keeps the system's certificates from the runtime for as long as it exists. The runtime reads all of them when it builds its first
/// path, even one to a root of our own: 45 ms of CPU time where the whole mail takes 10, and no option of it is heard. We read what
/// we trust ourselves (<see cref="TrustRoots"/>), and need none of that.
/// </summary>
/// <remarks>
/// It is done through the environment, and the runtime remembers for good that it found nothing. Hence only in a program that was
/// built for it, as the native command is: one thread, and nobody else who trusts what the system trusts. Nobody who is started
/// later sees the change, since the environment is as it was, octet by octet, when this is disposed.
/// </remarks>
sealed partial class WithheldStore : IDisposable
{
    const string Switch = "Msmtp.WithholdSystemStore";

    readonly byte[]? file;
    readonly byte[]? folder;

    WithheldStore()
    {
        file = Value(File);
        folder = Value(Folder);
        _ = Set(File, Nowhere, 1);
        _ = Set(Folder, Nowhere, 1);
    }

    // Where OpenSSL looks, and the runtime with it. Each literal has a zero behind its end, as C wants it.
    static ReadOnlySpan<byte> File => "SSL_CERT_FILE"u8;

    static ReadOnlySpan<byte> Folder => "SSL_CERT_DIR"u8;

    static ReadOnlySpan<byte> Nowhere => "/dev/null/nowhere"u8;

    [FeatureSwitchDefinition(Switch)]
    static bool IsWanted => AppContext.TryGetSwitch(Switch, out var isOn) && isOn;

    /// <summary>
    /// Null: the runtime may see the store, because the program was not built for this, or because only the runtime knows whom the
    /// system trusts.
    /// </summary>
    public static WithheldStore? Begin() => IsWanted && TrustRoots.SystemBundle() is not null ? new WithheldStore() : null;

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
