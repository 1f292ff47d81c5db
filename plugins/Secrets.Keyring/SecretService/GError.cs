using System.Runtime.InteropServices;
using Msmtp.Text;

namespace Msmtp.Secrets.Keyring;

/// <summary>Why a call has failed. For a search it is ignored, as in msmtp.</summary>
static partial class GError
{
    public static void Free(nint error)
    {
        if (error != 0)
            FreeError(error);
    }

    /// <summary>Throws the error, if there is one.</summary>
    public static unsafe void Throw(nint error)
    {
        if (error == 0)
            return;
        // struct GError { guint32 domain; gint code; gchar *message; }
        var message = Marshal.PtrToStringUTF8(*(nint*)(error + 8)) ?? "no reason given";
        FreeError(error);
        throw new IOException(PrintableText.Text(message));
    }

    [LibraryImport(Libraries.GLib, EntryPoint = "g_error_free")]
    private static partial void FreeError(nint error);
}
