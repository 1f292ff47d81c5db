using System.Runtime.InteropServices;

namespace Msmtp.Secrets.Keyring;

/// <summary>
/// The GLib events of this thread, separate from the application's own main loop, if it has one. Pushed and disposed by the same thread.
/// </summary>
sealed partial class GMainContext : IDisposable
{
    readonly nint context = New();

    public static GMainContext Push()
    {
        var pushed = new GMainContext();
        Push(pushed.context);
        return pushed;
    }

    // Pending events hold references to their objects, and would keep them forever.
    public void Dispose()
    {
        while (Iterate(context, mayBlock: false))
        {
        }
        Pop(context);
        Unref(context);
    }

    [LibraryImport(Libraries.GLib, EntryPoint = "g_main_context_new")]
    private static partial nint New();

    [LibraryImport(Libraries.GLib, EntryPoint = "g_main_context_push_thread_default")]
    private static partial void Push(nint context);

    [LibraryImport(Libraries.GLib, EntryPoint = "g_main_context_pop_thread_default")]
    private static partial void Pop(nint context);

    [LibraryImport(Libraries.GLib, EntryPoint = "g_main_context_iteration")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool Iterate(nint context, [MarshalAs(UnmanagedType.Bool)] bool mayBlock);

    [LibraryImport(Libraries.GLib, EntryPoint = "g_main_context_unref")]
    private static partial void Unref(nint context);
}
