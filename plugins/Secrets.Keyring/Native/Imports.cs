using System.Runtime.InteropServices;

namespace Msmtp.Secrets.Keyring.Native;

/// <summary>
/// The functions of libsecret and of GLib, on which it is built. A library is loaded by the first call to it. The caller owns what they
/// return and frees the GError; a text is UTF-8.
/// </summary>
static partial class Imports
{
    /// <summary>libsecret, which brings the others.</summary>
    public const string Secret = "libsecret-1.so.0";

    /// <summary>GLib's lists, tables and loops.</summary>
    public const string GLib = "libglib-2.0.so.0";

    /// <summary>SecretServiceFlags: the secrets are encrypted on their way over the bus.</summary>
    public const int OpenSession = 1 << 1;

    /// <summary>GBusType: the bus of the user's session.</summary>
    public const int SessionBus = 2;

    const string GObjects = "libgobject-2.0.so.0";
    const string GInputOutput = "libgio-2.0.so.0";

    [LibraryImport(Secret, EntryPoint = "secret_service_get_type")]
    public static partial nuint ServiceType();

    [LibraryImport(Secret, EntryPoint = "secret_service_open_sync")]
    public static partial GObject OpenService(nuint type, nint busName, int flags, GCancellable cancellable, out nint error);

    [LibraryImport(Secret, EntryPoint = "secret_service_lookup_sync")]
    public static partial SecretValue LookUp(GObject service, nint schema, GStringTable attributes, GCancellable cancellable, out nint error);

    /// <summary>The secret, up to a NUL, for as long as the value lives. Zero: it is no text.</summary>
    [LibraryImport(Secret, EntryPoint = "secret_value_get_text")]
    public static partial nint GetText(SecretValue value);

    /// <summary>Overwrites the secret, too.</summary>
    [LibraryImport(Secret, EntryPoint = "secret_value_unref")]
    public static partial void UnrefValue(nint value);

    [LibraryImport(GInputOutput, EntryPoint = "g_bus_get_sync")]
    public static partial GObject GetBus(int type, GCancellable cancellable, out nint error);

    [LibraryImport(GInputOutput, EntryPoint = "g_dbus_connection_set_exit_on_close")]
    public static partial void SetExitOnClose(GObject connection, [MarshalAs(UnmanagedType.Bool)] bool exits);

    [LibraryImport(GInputOutput, EntryPoint = "g_cancellable_new")]
    public static partial GCancellable NewCancellable();

    [LibraryImport(GInputOutput, EntryPoint = "g_cancellable_cancel")]
    public static partial void Cancel(GCancellable cancellable);

    [LibraryImport(GObjects, EntryPoint = "g_object_unref")]
    public static partial void UnrefObject(nint instance);

    [LibraryImport(GLib, EntryPoint = "g_error_free")]
    public static partial void FreeError(nint error);

    [LibraryImport(GLib, EntryPoint = "g_hash_table_new")]
    public static partial GStringTable NewTable(nint hash, nint equal);

    [LibraryImport(GLib, EntryPoint = "g_hash_table_insert")]
    public static partial int Insert(GStringTable table, nint key, nint value);

    [LibraryImport(GLib, EntryPoint = "g_hash_table_unref")]
    public static partial void UnrefTable(nint table);

    [LibraryImport(GLib, EntryPoint = "g_main_context_new")]
    public static partial nint NewContext();

    [LibraryImport(GLib, EntryPoint = "g_main_context_push_thread_default")]
    public static partial void PushContext(nint context);

    [LibraryImport(GLib, EntryPoint = "g_main_context_pop_thread_default")]
    public static partial void PopContext(nint context);

    /// <summary>Whether there was something to do.</summary>
    [LibraryImport(GLib, EntryPoint = "g_main_context_iteration")]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool Iterate(nint context, [MarshalAs(UnmanagedType.Bool)] bool mayBlock);

    [LibraryImport(GLib, EntryPoint = "g_main_context_unref")]
    public static partial void UnrefContext(nint context);
}
