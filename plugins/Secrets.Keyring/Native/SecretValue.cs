using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Msmtp.Secrets.Keyring.Native;

/// <summary>A secret in the library's own memory, which is not swapped out. Invalid: none was found.</summary>
sealed partial class SecretValue() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    /// <summary>A copy of the octets up to a NUL, as msmtp takes them; null: the secret is no text. The caller zeroes it.</summary>
    public unsafe byte[]? Copy() =>
        GetText(this) is not 0 and var text ? MemoryMarshal.CreateReadOnlySpanFromNullTerminated((byte*)text).ToArray() : null;

    // The last reference: the library overwrites the secret.
    protected override bool ReleaseHandle()
    {
        Unref(handle);
        return true;
    }

    [LibraryImport(Libraries.Secret, EntryPoint = "secret_value_get_text")]
    private static partial nint GetText(SecretValue value);

    [LibraryImport(Libraries.Secret, EntryPoint = "secret_value_unref")]
    private static partial void Unref(nint value);
}
