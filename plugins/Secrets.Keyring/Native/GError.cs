using System.Runtime.InteropServices;

namespace Msmtp.Secrets.Keyring.Native;

/// <summary>Why a call has failed: nobody is told, as in msmtp.</summary>
static partial class GError
{
    public static void Free(nint error)
    {
        if (error != 0)
            FreeError(error);
    }

    [LibraryImport(Libraries.GLib, EntryPoint = "g_error_free")]
    private static partial void FreeError(nint error);
}
