using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Msmtp.Secrets.Keyring;

/// <summary>A GHashTable of strings by string.</summary>
sealed partial class GStringTable() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    // The table refers to these, and does not free them.
    readonly List<nint> texts = [];

    public static GStringTable Of(IReadOnlyDictionary<string, string> entries)
    {
        var glib = NativeLibrary.Load(Libraries.GLib);
        var table = New(NativeLibrary.GetExport(glib, "g_str_hash"), NativeLibrary.GetExport(glib, "g_str_equal"));
        foreach (var (key, value) in entries)
            _ = Insert(table, table.Text(key), table.Text(value));
        return table;
    }

    protected override bool ReleaseHandle()
    {
        Unref(handle);
        texts.ForEach(Marshal.FreeCoTaskMem);
        return true;
    }

    nint Text(string value)
    {
        texts.Add(Marshal.StringToCoTaskMemUTF8(value));
        return texts[^1];
    }

    [LibraryImport(Libraries.GLib, EntryPoint = "g_hash_table_new")]
    private static partial GStringTable New(nint hash, nint equal);

    [LibraryImport(Libraries.GLib, EntryPoint = "g_hash_table_insert")]
    private static partial int Insert(GStringTable table, nint key, nint value);

    [LibraryImport(Libraries.GLib, EntryPoint = "g_hash_table_unref")]
    private static partial void Unref(nint table);
}
