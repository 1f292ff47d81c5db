namespace Msmtp.Secrets.Keyring;

/// <summary>
/// The libraries, by the names that the system's loader finds them under; each is loaded by the first call. The caller frees what their
/// functions return; strings are UTF-8.
/// </summary>
static class Libraries
{
    /// <summary>libsecret, which brings the others.</summary>
    public const string Secret = "libsecret-1.so.0";

    /// <summary>Memory, tables and loops.</summary>
    public const string GLib = "libglib-2.0.so.0";

    /// <summary>Objects and their references.</summary>
    public const string Objects = "libgobject-2.0.so.0";

    /// <summary>The bus, and cancellation.</summary>
    public const string Gio = "libgio-2.0.so.0";
}
