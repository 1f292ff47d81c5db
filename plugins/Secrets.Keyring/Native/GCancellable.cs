using Microsoft.Win32.SafeHandles;

namespace Msmtp.Secrets.Keyring.Native;

/// <summary>GLib's token of cancellation, tied to the runtime's.</summary>
sealed class GCancellable() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    CancellationTokenRegistration registration;

    public static GCancellable Of(CancellationToken ct)
    {
        var cancellable = Imports.NewCancellable();
        cancellable.registration = ct.Register(() => Imports.Cancel(cancellable));
        return cancellable;
    }

    // Waits for a cancellation that is under way.
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            registration.Dispose();
        base.Dispose(disposing);
    }

    protected override bool ReleaseHandle()
    {
        Imports.UnrefObject(handle);
        return true;
    }
}
