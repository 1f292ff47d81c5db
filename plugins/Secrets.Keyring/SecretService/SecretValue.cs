using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Msmtp.Secrets.Keyring;

/// <summary>A secret in the library's own memory, which is not swapped out. Invalid: none was found.</summary>
sealed partial class SecretValue() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    /// <summary>A copy of the octets up to a NUL, as in msmtp; null: the secret is not text. The caller zeroes it.</summary>
    public unsafe byte[]? Copy() =>
        GetText(this) is not 0 and var text ? MemoryMarshal.CreateReadOnlySpanFromNullTerminated((byte*)text).ToArray() : null;

    /// <summary>A copy of all octets. The caller zeroes it.</summary>
    public unsafe byte[] CopyAll()
    {
        var octets = Get(this, out var length);
        return new ReadOnlySpan<byte>((byte*)octets, checked((int)length)).ToArray();
    }

    /// <summary>A secret for the library, which copies it.</summary>
    public static unsafe SecretValue Of(ReadOnlySpan<byte> octets)
    {
        // An empty span has no pointer, and without one the library creates nothing.
        byte nothing = 0;
        fixed (byte* first = octets)
            return New((nint)(first is null ? &nothing : first), octets.Length, "text/plain");
    }

    // The last reference: the library overwrites the secret.
    protected override bool ReleaseHandle()
    {
        Unref(handle);
        return true;
    }

    [LibraryImport(Libraries.Secret, EntryPoint = "secret_value_get_text")]
    private static partial nint GetText(SecretValue value);

    [LibraryImport(Libraries.Secret, EntryPoint = "secret_value_get")]
    private static partial nint Get(SecretValue value, out nuint length);

    [LibraryImport(Libraries.Secret, EntryPoint = "secret_value_new", StringMarshalling = StringMarshalling.Utf8)]
    private static partial SecretValue New(nint secret, nint length, string contentType);

    [LibraryImport(Libraries.Secret, EntryPoint = "secret_value_unref")]
    private static partial void Unref(nint value);
}
