using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Msmtp.Secrets.Keyring.Native;

/// <summary>A GHashTable of text by text.</summary>
sealed class GStringTable() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    // The table refers to the texts, and does not free them.
    readonly List<nint> texts = [];

    public static GStringTable Of(IReadOnlyDictionary<string, string> entries)
    {
        var glib = NativeLibrary.Load(Imports.GLib);
        var table = Imports.NewTable(NativeLibrary.GetExport(glib, "g_str_hash"), NativeLibrary.GetExport(glib, "g_str_equal"));
        foreach (var (key, value) in entries)
            _ = Imports.Insert(table, table.Text(key), table.Text(value));
        return table;
    }

    protected override bool ReleaseHandle()
    {
        Imports.UnrefTable(handle);
        texts.ForEach(Marshal.FreeCoTaskMem);
        return true;
    }

    nint Text(string value)
    {
        texts.Add(Marshal.StringToCoTaskMemUTF8(value));
        return texts[^1];
    }
}
