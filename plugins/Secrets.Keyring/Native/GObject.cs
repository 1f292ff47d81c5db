using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Msmtp.Secrets.Keyring.Native;

/// <summary>A reference to an object of GLib. Invalid: the call that should have given it has failed.</summary>
sealed partial class GObject() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        Unref(handle);
        return true;
    }

    [LibraryImport(Libraries.Objects, EntryPoint = "g_object_unref")]
    private static partial void Unref(nint instance);
}
