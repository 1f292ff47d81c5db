using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Msmtp.Secrets.Keyring.Native;

/// <summary>A secret in the library's own memory, which is not swapped out. Invalid: none was found.</summary>
sealed class SecretValue() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    /// <summary>A copy of the octets up to a NUL, as msmtp takes them; null: the secret is no text. The caller zeroes it.</summary>
    public unsafe byte[]? Copy() =>
        Imports.GetText(this) is not 0 and var text ? MemoryMarshal.CreateReadOnlySpanFromNullTerminated((byte*)text).ToArray() : null;

    protected override bool ReleaseHandle()
    {
        Imports.UnrefValue(handle);
        return true;
    }
}
