using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Msmtp.Secrets.Keyring;

/// <summary>A reference to a GLib object. Invalid: the call that should have returned it has failed.</summary>
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

/// <summary>GLib's cancellation token, tied to the runtime's.</summary>
sealed partial class GCancellable() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    CancellationTokenRegistration registration;

    public static GCancellable Of(CancellationToken cancellationToken)
    {
        var cancellable = New();
        cancellable.registration = cancellationToken.Register(() => Cancel(cancellable));
        return cancellable;
    }

    // Waits for a cancellation in progress.
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            registration.Dispose();
        base.Dispose(disposing);
    }

    protected override bool ReleaseHandle()
    {
        Unref(handle);
        return true;
    }

    [LibraryImport(Libraries.Gio, EntryPoint = "g_cancellable_new")]
    private static partial GCancellable New();

    [LibraryImport(Libraries.Gio, EntryPoint = "g_cancellable_cancel")]
    private static partial void Cancel(GCancellable cancellable);

    [LibraryImport(Libraries.Objects, EntryPoint = "g_object_unref")]
    private static partial void Unref(nint instance);
}
