using Microsoft.Win32.SafeHandles;

namespace Msmtp.Secrets.Keyring.Native;

/// <summary>A reference to an object of GLib. Invalid: the call that should have given it has failed.</summary>
sealed class GObject() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        Imports.UnrefObject(handle);
        return true;
    }
}
